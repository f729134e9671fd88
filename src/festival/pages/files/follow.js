// Follows the hub: fetches this page anew when something changes, puts in what differs, and says how fresh it is.
(() => {
  "use strict";
  const root = document.documentElement;
  const main = document.getElementById("main");
  const news = document.getElementById("news");
  const alarm = document.getElementById("alarm");
  const fresh = document.getElementById("fresh");
  const stale = document.getElementById("stale");
  // Spread, so that a thousand phones do not ask in the same instant: after a change, and when the minute is over.
  const CHANGE_MS = 400;
  const MINUTE_MS = 10_000;
  // What has not answered by then is gone; the first wait for another try, and how often it doubles.
  const LIMIT_MS = 10_000;
  const AGAIN_MS = 1_000;
  const DOUBLINGS = 5;
  const BEATS = 2.5;

  // Putting in what differs. What is the same stays the same node: focus and typed text stay with it.

  const nameOf = (one) => {
    const { id, dataset: { key, keep } = {} } = one;
    const link = one.localName === "li" ? one.firstElementChild : one;
    return id || key || keep || link?.getAttribute?.("href") || one.nodeName;
  };
  const match = (old, now) => {
    if (old.isEqualNode(now) || "own" in (old.dataset ?? {})) return;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.data = now.data;
      return;
    }
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    let next = old.firstChild;
    for (const child of now.childNodes) {
      let same = next;
      while (same && (nameOf(same) !== nameOf(child) || same.nodeName !== child.nodeName)) same = same.nextSibling;
      if (same && same === next) next = next.nextSibling;
      else old.insertBefore(same ?? document.importNode(child, true), next);
      if (same) match(same, child);
    }
    while (next) {
      const { nextSibling } = next;
      next.remove();
      next = nextSibling;
    }
  };

  // What is read out.

  const CHANGE = ".change:not(.clash)";
  const text = (part, from) => from?.querySelector(part)?.textContent ?? "";
  // Most cards have no sentence of their own: title and time make it, and what has changed, without its sign.
  const sentenceOf = (one) => {
    if (one.dataset.says) return one.dataset.says;
    const time = text(".when b", one) + text(".when b + span", one);
    const place = text("h3 a", one.closest(".place"));
    const named = [text("h2, h3, h4", one), time, place].filter(Boolean).join(", ");
    const change = text(CHANGE, one).replace(/^[^\p{L}\p{N}]+/u, "");
    return change ? `${named}: ${change}` : named;
  };
  const isPlain = (one) => !one.matches(".past") && !one.querySelector(`${CHANGE}, .is-stop, .is-late`);
  const said = () =>
    new Map(
      [...document.querySelectorAll("[data-key]")].map((one) => [
        one.dataset.key,
        {
          one,
          sentence: sentenceOf(one),
          isOff: one.querySelector(`${CHANGE}:not(.is-good)`) !== null,
          isBack: one.querySelector(".change.is-good") !== null,
          list: one.closest("#announcements, #changes")?.id,
        },
      ]),
    );
  // What a page says that all which concerns it is still on it: else what is gone may only have moved out of sight.
  const lifted = function* (before, now) {
    const isSame = before.get("state")?.sentence === now.get("state")?.sentence;
    const isAll = /^\/($|M|S\/|day\/)/i.test(location.pathname) || (/^\/T/i.test(location.pathname) && isSame);
    for (const [key, { one, sentence, list }] of before) {
      if (now.has(key) || !list) continue;
      if (list !== "changes") {
        if (!one.matches(".is-accent") && (isAll || !("at" in one.dataset))) yield `${news.dataset.lifted} ${sentence}`;
      } else if (/^[SH]/.test(key) && !(one.dataset.ends <= root.dataset.minute)) {
        const changes = document.getElementById("changes");
        if (changes && !changes.querySelector(`[href^="/${key.replace("-", "/")}"], .named + .quiet`))
          yield `${text("h3", one)}: ${news.dataset.open}`;
      }
    }
  };
  const tell = (before, title) => {
    const now = said();
    const urgent = new Set();
    const others = new Set([...(title === document.title ? [] : [document.title]), ...lifted(before, now)]);
    for (const [key, { one, sentence, list }] of now) {
      const was = before.get(key);
      // What comes into view with the minute is no news; what comes among announcements and changes is.
      if (was ? was.sentence === sentence || (was.isBack && isPlain(one)) : !list) continue;
      (one.matches("#announcements .is-stop") ? urgent : others).add(
        was?.isOff && isPlain(one) ? `${sentence}: ${news.dataset.again}` : sentence,
      );
      one.classList.add("fresh-change");
    }
    if (urgent.size) alarm.textContent = [...urgent].join(" ");
    const [first] = others;
    if (first) news.textContent = others.size > 3 ? `${news.dataset.many} ${first}` : [...others].join(" ");
  };

  // The page anew.

  const replace = (page, isKept) => {
    document.dispatchEvent(new CustomEvent("arrival", { detail: page }));
    const [before, { title }] = [said(), document];
    const at = document.activeElement;
    const isIn = main.contains(at);
    const seen = scrollY > 0 && [...main.querySelectorAll("[data-key], [id]")].find((one) => topOf(one) >= 0);
    const top = seen && topOf(seen);
    match(main, page.getElementById("main"));
    document.title = page.title;
    for (const name of ["cursor", "minute"]) root.dataset[name] = page.documentElement.dataset[name];
    for (const name of ["dated", "live", "lost", "printed"]) fresh.dataset[name] = page.getElementById("fresh").dataset[name];
    if (isIn && document.activeElement !== at) (at.isConnected ? at : main).focus({ preventScroll: true });
    if (seen?.isConnected) scrollBy(0, topOf(seen) - top); // not all browsers keep what is read in its place
    if (!isKept) tell(before, title);
  };
  const topOf = (one) => one.getBoundingClientRect().top;

  let newest = root.dataset.cursor; // that the stream has told of
  const isBefore = ({ dataset }, cursor) => {
    const [[epoch, at], [other, least]] = [dataset.cursor, cursor].map((one) => one.split("-"));
    return epoch === other && Number(at) < Number(least);
  };
  const take = async () => {
    const url = new URL(location.href);
    url.hash = "";
    url.pathname = root.dataset.path ?? url.pathname; // where picks.js says that this page is made from
    const signal = AbortSignal.timeout?.(LIMIT_MS);
    const answer = await fetch(url, { headers: { accept: "text/html" }, cache: "no-cache", signal });
    // What is not there, or no more, is a page that says so.
    if (!answer.ok && ![404, 410].includes(answer.status)) throw answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("fresh")) throw new Error("no page of the hub"); // a gate of a wifi may answer for it
    const isKept = answer.headers.has("x-kept");
    const isOld = isBefore(page.documentElement, root.dataset.cursor);
    if (isKept || !isOld) replace(page, isKept);
    if (isKept) throw answer.headers.has("retry-after") ? answer : new Error("what worker.js had kept");
    if (isOld || isBefore(root, newest)) throw answer; // something on the way, or another hub, has not heard of it yet
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
      await take();
      missed.page = 0;
      isGone = false;
      show();
    } catch (fault) {
      missed.page++;
      isGone = !(fault instanceof Response);
      later(isGone ? 0 : 1_000 * (Number(fault.headers.get("retry-after")) || 0));
    }
    asking = false;
    if (again && !missed.page) soon();
    again = false;
  };
  let waiting = 0;
  let due = Infinity;
  const soon = (spread = CHANGE_MS) => {
    const wait = Math.random() * spread;
    if (missed.page || performance.now() + wait >= due) return;
    clearTimeout(waiting);
    due = performance.now() + wait;
    waiting = setTimeout(() => {
      due = Infinity;
      refresh();
    }, wait);
  };

  // How fresh it is: live only while the hub is heard, and the page is what it has.

  let stream = null;
  let isHeard = false;
  let isGone = false; // nothing answers; else it is busy, or has no stream left
  const missed = { page: 0, stream: 0 }; // tries in a row
  const show = () => {
    const name = isGone ? "lost" : isHeard && !missed.page ? "live" : "dated";
    fresh.textContent = fresh.dataset[name];
    fresh.className = `is-${name}`;
    // One stream that ends is no matter: the next one is on its way.
    const shown = missed.page || missed.stream > 1 ? fresh.textContent : "";
    if (stale.textContent !== shown) stale.textContent = shown;
  };

  // The stream.

  let silence = 0;
  let beat = LIMIT_MS / BEATS;
  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      if (isHeard) {
        missed.page++;
        isGone = true;
      } // else something on the way may hold streams back
      cut();
    }, beat * BEATS);
  };
  const on = (name, then) =>
    stream.addEventListener(name, (event) => {
      hear();
      then(JSON.parse(event.data), event.lastEventId);
    });
  const compare = ({ server_time: now }) => now.slice(0, 16) !== root.dataset.minute && soon(MINUTE_MS);
  const reach = (cursor) => {
    newest = cursor;
    if (isBefore(root, newest)) soon();
  };
  const listen = () => {
    stream = new EventSource(`${root.dataset.stream}?since=${encodeURIComponent(root.dataset.cursor)}`);
    hear();
    on("hello", (hub) => {
      isHeard = true;
      missed.stream = 0;
      beat = hub.beat_s * 1_000;
      show();
    });
    on("change", (_, cursor) => reach(cursor));
    on("reset", () => soon());
    on("beat", (hub) => {
      reach(`${hub.epoch}-${hub.revision}`);
      compare(hub);
    });
    on("bye", (hub) => cut(hub.retry_after_s * 1_000));
    stream.addEventListener("error", (fault) => fault.target === stream && cut());
  };
  const stop = () => {
    stream?.close();
    stream = null;
    isHeard = false;
    clearTimeout(silence);
    clearTimeout(coming);
  };
  const cut = (wait = 0) => {
    stop();
    missed.stream++;
    later(wait);
  };
  let coming = 0;
  const later = (least) => {
    show();
    const tries = Math.max(missed.page, missed.stream) - 1;
    clearTimeout(coming);
    coming = setTimeout(begin, Math.max(least, AGAIN_MS * 2 ** Math.min(tries, DOUBLINGS)) * (1 + Math.random()));
  };
  const begin = async () => {
    clearTimeout(coming);
    if (document.hidden) return;
    await refresh();
    if (!missed.page && !stream && !document.hidden) listen();
  };

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) begin();
    else {
      stop();
      show();
    }
  });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (shown) => shown.persisted && begin());
  addEventListener("online", begin);
  document.addEventListener("anew", refresh);
  if (!document.hidden) listen();
  navigator.serviceWorker?.register("/worker.js").catch(() => {}); // what it adds nobody needs
})();
