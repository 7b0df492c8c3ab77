"""出境: while a sentence is not fully executed nobody may approve it (出境入境管理法 12(2), foreigners 28(1))."""

from __future__ import annotations

from yipanqi.law.sources import of

EXIT_BASIS = (of("EXIT", "12(2)"),)
FOREIGNER_EXIT_BASIS = (of("EXIT", "28(1)"),)
CANNOT_LEAVE = "刑罚尚未执行完毕，不准出境，任何一级社区矫正机构都无权批准。"
EXIT_READING = "缓刑考验期内亦按刑罚尚未执行完毕掌握（国移民公〔2021〕420号报备，未见全文）"
