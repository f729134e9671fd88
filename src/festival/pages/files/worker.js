// Keeps the pages that were seen, for where there is no network. The hub is always asked first; what is kept says as of when
// it is, and is marked, so that follow.js never takes it for news.
"use strict";
const STORE = "pages";
const MOST = 60;
const LIMIT_MS = 6_000;

const keep = async (request, answer) => {
  const store = await caches.open(STORE);
  await store.delete(request, { ignoreVary: true });
  await store.put(request, answer);
  const all = await store.keys(); // the one that was seen last is the last one
  await Promise.all(all.slice(0, -MOST).map((one) => store.delete(one, { ignoreVary: true })));
};

const isLasting = ({ ok, headers }) =>
  ok && !headers.get("cache-control")?.includes("no-store") && /^text|^image/.test(headers.get("content-type"));

const given = async (request, later) => {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout?.(LIMIT_MS) });
    if (isLasting(answer)) later(keep(request, answer.clone()));
    return answer;
  } catch (fault) {
    const known = await caches.match(request, { ignoreVary: true });
    if (!known) throw fault;
    const headers = new Headers(known.headers);
    headers.set("x-kept", "yes");
    return new Response(known.body, { headers });
  }
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
