// Follows the hub: fetches this page anew when something changes, and replaces the parts that differ.
(() => {
  "use strict";
  const root = document.documentElement;
  const news = document.getElementById("news");
  const fresh = document.getElementById("fresh");
  // Spread, so that a thousand phones do not ask in the same instant: after a change, and when the minute is over.
  const CHANGE_MS = 400;
  const MINUTE_MS = 10_000;

  // The page anew.

  const address = () => {
    const url = new URL(location.href);
    url.hash = "";
    url.pathname = root.dataset.path ?? url.pathname; // where picks.js says that this page is made from
    return url.href;
  };

  const said = (page) =>
    new Map([...page.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]));
  const CHANGE = ".change:not(.clash)";
  const text = (part, from) => from?.querySelector(part)?.textContent ?? "";
  // Most cards have no sentence of their own: title and time make it, and what has changed, without its sign.
  const sentenceOf = (one, place = "") => {
    if (one.dataset.says) return one.dataset.says;
    const time = text(".when b", one) + text(".when b + span", one);
    const named = [text("h2, h3, h4", one), time, place].filter(Boolean).join(", ");
    const change = text(CHANGE, one).replace(/^[^\p{L}\p{N}]+/u, "");
    return change ? `${named}: ${change}` : named;
  };
  const isChanged = (one) => one.querySelector(CHANGE) !== null;

  const tell = (before, after) => {
    const sentences = [];
    for (const [key, now] of after) {
      const was = before.get(key);
      // What comes into view with the minute is no news; what comes among announcements and changes is.
      if (was ? sentenceOf(was) === sentenceOf(now) : !now.closest("#announcements, #changes")) continue;
      const sentence = sentenceOf(now, text("h3 a", now.closest(".place")));
      sentences.push(was && isChanged(was) && !isChanged(now) ? `${sentence}: ${news.dataset.again}` : sentence);
      for (const one of document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) one.classList.add("fresh-change");
    }
    const once = [...new Set(sentences)];
    if (once.length) news.textContent = once.length > 3 ? `${news.dataset.many} ${once[0]}` : once.join(" ");
  };

  const names = (page) => [...page.querySelectorAll("main [data-part]")].map((part) => part.id).join();

  const nameOf = (one) => one.getAttribute("href") || one.id || one.dataset.keep;

  const replace = (page) => {
    document.dispatchEvent(new CustomEvent("arrival", { detail: page }));
    const before = said(document);
    const at = document.activeElement;
    const focus = at?.closest("main") && nameOf(at);
    if (names(page) === names(document)) {
      for (const part of page.querySelectorAll("main [data-part]")) {
        const old = document.getElementById(part.id);
        if (!old.isEqualNode(part)) old.replaceWith(document.importNode(part, true));
      }
    } else document.querySelector("main").replaceWith(document.importNode(page.querySelector("main"), true));
    root.dataset.cursor = page.documentElement.dataset.cursor;
    for (const name of ["dated", "live", "lost"]) fresh.dataset[name] = page.getElementById("fresh").dataset[name];
    if (focus && !document.contains(at)) {
      const same = [...document.querySelectorAll("main a, main button, main [id]")];
      same.find((one) => nameOf(one) === focus)?.focus({ preventScroll: true });
    }
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
  document.addEventListener("anew", refresh);
  if (!document.hidden) listen();
})();
