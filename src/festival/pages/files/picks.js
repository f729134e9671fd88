// What a reader keeps, in this browser alone; and the buttons that need a script besides, to share and to print.
(() => {
  "use strict";
  const root = document.documentElement;
  const told = document.getElementById("told");
  const removed = document.getElementById("removed");
  const KEY = "festival-picks";
  const MOST = Number(told.dataset.most);
  const CODE = /^[0-9A-HJKMNP-TV-Z]{5}$/;
  // At /A/ a reader's own picks are shown; at any other address those that somebody gave away.
  const isOwn = /^\/a\/?$/i.test(location.pathname);

  let spare = null; // where the browser keeps nothing, picks hold as long as the page
  const kept = () => {
    try {
      const found = spare ?? JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(found) ? found.filter((code) => CODE.test(code)).slice(0, MOST) : [];
    } catch {
      return [];
    }
  };
  const keep = (codes) => {
    const before = kept();
    spare = codes;
    try {
      localStorage.setItem(KEY, JSON.stringify(codes));
      spare = null;
    } catch {
      say(told.dataset.spare); // a private window may have no room for it
    }
    show();
    if (navigator.serviceWorker?.controller) renew(before.join(""), codes.join("")).catch(() => {});
  };
  // Where worker.js keeps what is seen, it is to have these for where there is no network, and what they were no more.
  const renew = async (before, now) => {
    const answer = await fetch(`/A/${now}${location.search}`, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.headers.has("x-kept") || !before || before === now) return;
    const store = await caches.open("pages");
    await store.delete(`/A/${before}`, { ignoreSearch: true, ignoreVary: true });
  };

  const dress = (page) => {
    const own = kept();
    for (const button of page.querySelectorAll("[data-keep]")) {
      const { keep: code, kept: word, title } = button.dataset;
      const is = own.includes(code);
      button.dataset.free ??= button.textContent;
      button.textContent = is ? word : button.dataset.free;
      button.setAttribute("aria-pressed", is);
      if (title) dressInList(button, is);
      button.hidden = false;
    }
    const none = isOwn && own.length && page.querySelector('[data-picks=""] [data-wait]');
    if (none) none.textContent = none.dataset.wait;
    for (const shared of page.querySelectorAll("[data-shared]")) {
      const all = given(page).every((code) => own.includes(code));
      for (const part of shared.children) part.hidden = "all" in part.dataset !== all;
      shared.hidden = isOwn;
    }
    for (const button of page.querySelectorAll("[data-share], [data-print]")) button.hidden = false;
    for (const card of page.querySelectorAll('.card[data-key^="T-"]:not(:has(.keep))')) {
      if (own.includes(card.dataset.key.slice(2))) card.dataset.kept = told.dataset.kept;
      else delete card.dataset.kept;
    }
  };
  const dressInList = (button, is) => {
    const { remove, title } = button.dataset;
    button.dataset.glyph = is ? (isOwn ? "✕" : "★") : "☆";
    if (isOwn && is) {
      button.textContent = remove;
      button.removeAttribute("aria-pressed");
    }
    button.setAttribute("aria-label", `${button.textContent}: ${title}`);
  };
  const given = (page) => [...page.querySelectorAll("#picks [data-keep]")].map((one) => one.dataset.keep);
  const show = () => {
    dress(document);
    if (!isOwn) return;
    const path = `/A/${kept().join("")}`;
    if (path === (root.dataset.path ?? "/A/")) return;
    root.dataset.path = path;
    document.dispatchEvent(new Event("anew"));
  };

  const say = (text) => {
    told.textContent = text;
  };
  const add = (codes) => {
    const all = [...new Set([...kept(), ...codes])];
    keep(all.slice(0, MOST));
    if (all.length > MOST) say(told.dataset.full);
  };
  const toggle = (button) => {
    const { keep: code, title } = button.dataset;
    const others = kept().filter((one) => one !== code);
    if (others.length === kept().length) {
      add([code]);
      return;
    }
    keep(others);
    if (!isOwn || !removed) return;
    removed.dataset.code = code;
    removed.querySelector("b").textContent = title;
    removed.hidden = false;
    removed.querySelector("button").focus();
  };
  // A button that goes leaves the focus where one reads on.
  const undo = () => {
    document.getElementById("main").focus({ preventScroll: true });
    removed.hidden = true;
    say(`${told.dataset.kept}: ${removed.querySelector("b").textContent}`);
    add([removed.dataset.code]);
  };
  const keepAll = (shared) => {
    const link = shared.querySelector("[data-all] a");
    say(link.previousSibling.data);
    add(given(document));
    link.focus(); // as long as not all are kept it is hidden, and the button stays
  };
  const share = async ({ dataset: { share: path, done } }) => {
    const url = new URL(path, location.href).href;
    try {
      if (navigator.share) await navigator.share({ title: document.title, url });
      else {
        await navigator.clipboard.writeText(url);
        say(done);
      }
    } catch (fault) {
      if (fault.name === "AbortError") return; // the reader thought better of it
      const field = document.getElementById("address"); // without TLS a browser lends neither
      field.value = url;
      field.parentElement.hidden = false;
      field.select();
    }
  };

  document.addEventListener("click", (press) => {
    const button = press.target.closest("button");
    if (!button) return;
    say("");
    if (button.dataset.keep) toggle(button);
    else if ("keepAll" in button.dataset) keepAll(button.closest("[data-shared]"));
    else if ("undo" in button.dataset) undo();
    else if ("print" in button.dataset) print();
    else if (button.dataset.share) share(button);
  });
  document.addEventListener("arrival", (page) => dress(page.detail));
  addEventListener("storage", show);
  addEventListener("pageshow", (shown) => shown.persisted && show());
  show();
})();
