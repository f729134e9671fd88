// Follows the hub: fetches this page anew when something changes, and replaces the parts that differ. Picks stay here.
(() => {
  "use strict";
  const root = document.documentElement;
  const news = document.getElementById("news");
  const fresh = document.getElementById("fresh");
  const KEY = "festival-picks";
  const MOST = 60;
  // Spread, so that a thousand phones do not ask in the same instant: after a change, and when the minute is over.
  const CHANGE_MS = 400;
  const MINUTE_MS = 10_000;
  const CODE = /^[0-9A-HJKMNP-TV-Z]{5}$/;

  // What a reader keeps, in this browser alone.

  const kept = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(found) ? found.filter((code) => CODE.test(code)).slice(0, MOST) : [];
    } catch {
      return [];
    }
  };
  const keep = (codes) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(codes));
    } catch {
      // private windows may have no room for it: then it holds as long as the page
    }
  };

  const showKept = () => {
    for (const button of document.querySelectorAll("[data-keep]")) {
      const is = kept().includes(button.dataset.keep);
      button.dataset.free ??= button.textContent;
      button.hidden = false;
      button.setAttribute("aria-pressed", is);
      button.textContent = is ? button.dataset.kept : button.dataset.free;
    }
    for (const button of document.querySelectorAll("[data-share], [data-print]")) button.hidden = false;
  };

  const share = async (button) => {
    const url = new URL(button.dataset.share, location.href).href;
    if (navigator.share) await navigator.share({ title: document.title, url });
    else {
      await navigator.clipboard.writeText(url);
      news.textContent = button.textContent = button.dataset.done;
    }
  };

  document.addEventListener("click", (press) => {
    const button = press.target.closest("button");
    if (!button) return;
    const { keep: code } = button.dataset;
    if (code) {
      const codes = kept().filter((one) => one !== code);
      keep(codes.length < kept().length ? codes : [...codes, code].slice(-MOST));
      showKept();
    } else if ("print" in button.dataset) print();
    else if (button.dataset.share) share(button).catch(() => {}); // the reader thought better of it
  });

  // The page anew.

  const address = () => {
    const own = document.querySelector("[data-picks]");
    const url = new URL(location.href);
    url.hash = "";
    if (own && /^\/a\/?$/i.test(url.pathname)) url.pathname = `/A/${kept().join("")}`;
    return url.href;
  };

  const said = (page) =>
    new Map([...page.querySelectorAll("[data-says]")].map((one) => [one.dataset.key, one]));

  const tell = (before, after) => {
    const sentences = [];
    for (const [key, now] of after) {
      const was = before.get(key);
      // What comes into view with the minute is no news; what comes among announcements and changes is.
      if (was ? was.dataset.says === now.dataset.says : !now.closest("#announcements, #changes")) continue;
      const again = was && "changed" in was.dataset && !("changed" in now.dataset);
      sentences.push(again ? `${now.dataset.says}: ${news.dataset.again}` : now.dataset.says);
      for (const one of document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) one.classList.add("fresh-change");
    }
    const once = [...new Set(sentences)];
    if (once.length) news.textContent = once.length > 3 ? `${news.dataset.many} ${once[0]}` : once.join(" ");
  };

  const names = (page) => [...page.querySelectorAll("main [data-part]")].map((part) => part.id).join();

  const replace = (page) => {
    const before = said(document);
    const at = document.activeElement;
    const focus = at?.closest("main") && (at.getAttribute("href") || at.id);
    if (names(page) === names(document)) {
      for (const part of page.querySelectorAll("main [data-part]")) {
        const old = document.getElementById(part.id);
        if (!old.isEqualNode(part)) old.replaceWith(document.importNode(part, true));
      }
    } else document.querySelector("main").replaceWith(document.importNode(page.querySelector("main"), true));
    root.dataset.cursor = page.documentElement.dataset.cursor;
    for (const name of ["dated", "live", "lost"]) fresh.dataset[name] = page.getElementById("fresh").dataset[name];
    if (focus && !document.contains(at)) {
      const same = [...document.querySelectorAll("main a, main [id]")];
      same.find((one) => one.getAttribute("href") === focus || one.id === focus)?.focus({ preventScroll: true });
    }
    showKept();
    tell(before, said(document));
  };

  let asking = false;
  let again = false;
  const refresh = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(address(), { headers: { accept: "text/html" }, cache: "no-cache" });
      if (answer.ok) replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      state("lost"); // the stream says so too, and comes back by itself
    }
    asking = false;
    if (again) {
      again = false;
      soon();
    }
  };
  let waiting = 0;
  let due = Infinity;
  const soon = (spread = CHANGE_MS) => {
    const wait = Math.random() * spread;
    if (performance.now() + wait >= due) return;
    clearTimeout(waiting);
    due = performance.now() + wait;
    waiting = setTimeout(() => {
      due = Infinity;
      refresh();
    }, wait);
  };

  // The stream.

  const state = (name) => {
    fresh.textContent = fresh.dataset[name];
    fresh.className = `is-${name}`;
  };
  let stream = null;
  let minute = "";
  const listen = () => {
    stream = new EventSource(`${root.dataset.stream}?since=${encodeURIComponent(root.dataset.cursor)}`);
    stream.addEventListener("hello", () => state("live"));
    stream.addEventListener("change", () => soon());
    stream.addEventListener("reset", () => soon());
    stream.addEventListener("beat", (beat) => {
      const now = JSON.parse(beat.data).server_time.slice(0, 16);
      if (minute && now !== minute) soon(MINUTE_MS);
      minute = now;
    });
    stream.addEventListener("bye", () => later(1000));
    stream.addEventListener("error", () => {
      state("lost");
      if (stream.readyState === EventSource.CLOSED) later(5000);
    });
  };
  const stop = () => {
    stream?.close();
    stream = null;
  };
  let coming = 0;
  const later = (wait) => {
    stop();
    clearTimeout(coming);
    coming = setTimeout(begin, wait * (1 + Math.random()));
  };
  const begin = () => {
    clearTimeout(coming);
    if (document.hidden || stream) return;
    refresh();
    listen();
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : begin()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (shown) => shown.persisted && begin());
  addEventListener("storage", showKept);
  showKept();
  if (document.querySelector('[data-picks=""]') && kept().length) refresh();
  if (!document.hidden) listen();
})();
