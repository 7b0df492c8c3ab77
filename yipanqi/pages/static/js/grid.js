// The grid by keyboard: arrows move between cells, Alt+Down copies from above, eight digits become a date.

const grid = document.querySelector("[data-grid]");
const cells = () => [...grid.querySelectorAll("tbody input[type=text]")];
const place = (input) => {
  const cell = input.closest("td");
  return { row: cell.parentElement, column: cell.cellIndex, at: [...cell.querySelectorAll("input")].indexOf(input) };
};

const vertical = (input, by) => {
  const { row, column, at } = place(input);
  const own = row.cells[column].querySelectorAll("input");
  if (own[at + by]) return own[at + by];
  for (let next = by > 0 ? row.nextElementSibling : row.previousElementSibling; next; ) {
    const found = next.cells[column].querySelectorAll("input");
    if (found.length) return by > 0 ? found[0] : found[found.length - 1];
    next = by > 0 ? next.nextElementSibling : next.previousElementSibling;
  }
  return null;
};

const sideways = (input, by) => {
  const row = [...place(input).row.querySelectorAll("input")];
  return row[row.indexOf(input) + by] ?? null;
};

const tidy = (input) => {
  const digits = input.value.replace(/[年月./]/g, "-").replace(/日/g, "").trim();
  const plain = /^(\d{4})(\d{2})(\d{2})$/.exec(digits) ?? /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(digits);
  if (plain) input.value = `${plain[1]}-${plain[2].padStart(2, "0")}-${plain[3].padStart(2, "0")}`;
};

const tally = () => {
  grid.querySelector("[data-filled]").textContent = cells().filter((input) => input.value.trim()).length;
};

if (grid) {
  grid.addEventListener("keydown", (event) => {
    const input = event.target.closest("tbody input[type=text]");
    if (!input) return;
    if (event.altKey && event.key === "ArrowDown") {
      const above = vertical(input, -1);
      if (above) input.value = above.value;
      tally();
      event.preventDefault();
      return;
    }
    const atEnd = input.selectionStart === input.value.length;
    const atStart = input.selectionEnd === 0;
    const next = { ArrowDown: () => vertical(input, 1), ArrowUp: () => vertical(input, -1), Enter: () => vertical(input, 1),
      ArrowRight: () => (atEnd ? sideways(input, 1) : null), ArrowLeft: () => (atStart ? sideways(input, -1) : null) }[event.key]?.();
    if (event.key === "Enter" || next) event.preventDefault();
    next?.focus();
    next?.select();
  });
  grid.addEventListener("focusout", (event) => {
    if (event.target.matches("tbody input[type=text]")) tidy(event.target);
  });
  grid.addEventListener("input", tally);
  tally();
}
