// The queue by keyboard: j and k move, Enter presses the row's button, x ticks it, o opens the case.

const rows = () => [...document.querySelectorAll("#queue li[data-duty]")];

const choose = (row, { load = true } = {}) => {
  rows().forEach((other) => {
    other.classList.toggle("is-sel", other === row);
    if (other === row) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  });
  row.scrollIntoView({ block: "nearest" });
  if (load) row.querySelector("[data-open]")?.click();
};

const step = (by) => {
  const all = rows();
  if (all.length === 0) return;
  const at = all.findIndex((row) => row.classList.contains("is-sel"));
  choose(all[Math.min(all.length - 1, Math.max(0, at + by))]);
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-open]");
  if (link) choose(link.closest("li"), { load: false });
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, button, summary")) return;
  const row = document.querySelector("#queue li.is-sel");
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "x") row?.querySelector('input[type="checkbox"]')?.click();
  else if (event.key === "o") row?.querySelector(".who a")?.click();
  else if (event.key === "Enter" && !event.target.closest("a")) row?.querySelector("[data-act]")?.click();
  else return;
  event.preventDefault();
});

// Ticked rows gather in the bar at the foot of the list.
const bar = document.getElementById("several");
const tally = () => {
  if (!bar) return;
  const ticked = document.querySelectorAll('input[name="duty"]:checked').length;
  bar.hidden = ticked === 0;
  bar.querySelector("[data-chosen]").textContent = ticked;
};
document.addEventListener("change", (event) => {
  if (event.target.matches('input[name="duty"]')) tally();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-clear-chosen]")) {
    document.querySelectorAll('input[name="duty"]:checked').forEach((box) => (box.checked = false));
    tally();
  }
  const close = event.target.closest("[data-close-act]");
  if (close) {
    const row = close.closest("li");
    close.closest("form").remove();
    row?.querySelector("[data-act]")?.focus();
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  tally();
  event.target.querySelector?.("form.act .inp, form.act input:not([type=hidden])")?.focus();
});
window.addEventListener("pageshow", tally);
