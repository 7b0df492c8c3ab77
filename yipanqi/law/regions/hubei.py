"""湖北省: 鄂司发〔2023〕29号 could not be read; what it decides is a parameter still to be filled in."""

from __future__ import annotations

from yipanqi.law.parameters import Region

HUBEI = Region(key="hubei", title="湖北省")
