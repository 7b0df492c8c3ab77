// Drop a file on the upload area, or choose one: its name is shown before it is sent.
const drop = document.getElementById("drop");
const input = drop?.querySelector("input[type=file]");
const chosen = document.getElementById("chosen");

function show() {
  const file = input.files[0];
  if (file) chosen.textContent = `${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB）`;
}

if (input) {
  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
  });
  document.getElementById("upload").addEventListener("submit", () => {
    const send = document.getElementById("send");
    send.setAttribute("aria-disabled", "true");
    send.textContent = "正在上传…";
  });
}
