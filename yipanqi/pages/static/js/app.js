// What every page needs: the "/" key, print buttons, filters that submit themselves, focus after a refusal.

const typing = (element) => element?.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const find = document.getElementById("find");
    if (find) {
      event.preventDefault();
      find.focus();
      find.select();
    }
  }
  if (event.key === "Escape") {
    document.querySelectorAll("details.me[open]").forEach((menu) => menu.removeAttribute("open"));
    clearFailure();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) window.print();
  document.querySelectorAll("details.me[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
  const all = event.target.closest("[data-check-all]");
  if (all) {
    document.querySelectorAll(`input[name="${all.dataset.checkAll}"]`).forEach((box) => {
      if (box.checked !== all.checked) {
        box.checked = all.checked;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }
});

// A filter that says nothing stays out of the address.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form[data-autosubmit]")) {
    form.querySelectorAll("input, select").forEach((control) => {
      if (control.value === "") control.disabled = true;
    });
  }
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-autosubmit] :disabled").forEach((control) => (control.disabled = false));
});

const showErrors = (root) => root.querySelector?.(".errsum")?.focus();
showErrors(document);
document.addEventListener("htmx:afterSettle", (event) => showErrors(event.target));

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches?.(".btn")) event.target.setAttribute("aria-busy", "true");
  event.target.querySelectorAll?.("button").forEach((button) => button.setAttribute("aria-busy", "true"));
});
document.addEventListener("htmx:afterRequest", (event) => {
  event.target.removeAttribute?.("aria-busy");
  event.target.querySelectorAll?.("button").forEach((button) => button.removeAttribute("aria-busy"));
});

// What went wrong is said where everybody sees it, and stays until something succeeds.
const clearFailure = () => document.querySelectorAll(".failure").forEach((shown) => shown.remove());
const fail = (text) => {
  clearFailure();
  const shown = document.getElementById("failure")?.content.firstElementChild.cloneNode(true);
  if (!shown) return;
  shown.querySelector("[data-failure]").textContent = text;
  document.body.append(shown);
};
document.addEventListener("htmx:sendError", () => fail("网络断开，没有保存，已填的内容还在。请检查网络后再试。"));
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (![400, 409, 422].includes(status)) fail(`没有完成（${status}），已填的内容还在。请刷新页面后再试。`);
});
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.xhr.status < 500) clearFailure();
});
