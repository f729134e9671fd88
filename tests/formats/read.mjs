// Reads a calendar, as a JSON string, from each line of standard input; answers with a line of JSON: what a person would
// see of each of its dates.
import { createInterface } from "node:readline";
import ICAL from "ical.js";

const instant = (time) => time.toJSDate().toISOString();

const seen = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    return [
      event.uid,
      instant(event.startDate),
      instant(event.endDate),
      instant(one.getFirstPropertyValue("dtstamp")),
      instant(one.getFirstPropertyValue("last-modified")),
      event.sequence,
      one.getFirstPropertyValue("status"),
      one.getFirstPropertyValue("transp") ?? "OPAQUE",
      event.summary,
      event.location,
      event.description,
      one.getFirstProperty("categories").getValues(),
      one.getFirstPropertyValue("url"),
    ];
  });
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(seen(JSON.parse(line)))}\n`);
}
