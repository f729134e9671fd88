// Keeps the pages that were seen, for where there is no network. The hub is always asked first; what is kept says as of when
// it is, and is marked, so that follow.js never takes it for news.
"use strict";
const STORE = "pages";
const MOST = 60;
const LIMIT_MS = 6_000;
const BROKEN = new Set([502, 503, 504]); // nobody behind the one who answered, or too busy

const keep = async (request, answer) => {
  const whole = new Response(await answer.blob(), answer); // what breaks off takes nothing away
  const store = await caches.open(STORE);
  await store.delete(request, { ignoreVary: true });
  await store.put(request, whole);
  const all = await store.keys(); // the one that was seen last is the last one
  await Promise.all(all.slice(0, -MOST).map((one) => store.delete(one, { ignoreVary: true })));
};

const isLasting = ({ ok, headers }) =>
  ok && !headers.get("cache-control")?.includes("no-store") && /^text\/(html|css|javascript)|^image\/svg/.test(headers.get("content-type"));

const given = async (request, later) => {
  const known = await caches.match(request, { ignoreVary: true });
  const impatience = new AbortController();
  const limit = known && setTimeout(() => impatience.abort(), LIMIT_MS); // who has nothing else waits
  try {
    const answer = await fetch(request, { signal: impatience.signal });
    if (known && BROKEN.has(answer.status)) return marked(known, answer.headers.get("retry-after"));
    if (isLasting(answer)) later(keep(request, answer.clone()));
    return answer;
  } catch (fault) {
    if (!known) throw fault;
    return marked(known);
  } finally {
    clearTimeout(limit);
  }
};
const marked = ({ body, headers: old }, retry) => {
  const headers = new Headers(old);
  headers.set("x-kept", "yes");
  if (retry) headers.set("retry-after", retry);
  return new Response(body, { headers });
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, searchParams } = new URL(request.url);
  // What somebody looked for is not written down.
  const isPage = request.headers.get("accept")?.includes("text/html") && !searchParams.has("q");
  if (request.method !== "GET" || origin !== location.origin || !(isPage || pathname.startsWith("/files/"))) return;
  event.respondWith(given(request, (kept) => event.waitUntil(kept)));
});
