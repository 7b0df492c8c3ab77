// Ticked rows of a table show the bar with what can be done with them; without scripts the bar is always there.

const form = document.getElementById("picked");
const bar = form?.querySelector("[data-picked-bar]");
const tally = () => {
  if (!bar) return;
  const ticked = form.querySelectorAll('input[name="case"]:checked').length;
  bar.hidden = ticked === 0;
  bar.querySelector("[data-chosen]").textContent = ticked;
};
document.addEventListener("change", tally);
window.addEventListener("pageshow", tally);
