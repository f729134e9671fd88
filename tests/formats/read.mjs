// Reads calendars, parted by NUL, from standard input; writes what a person would see of each as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const seen = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    return [
      event.uid,
      event.startDate.toJSDate().toISOString(),
      event.endDate.toJSDate().toISOString(),
      event.sequence,
      one.getFirstPropertyValue("status"),
      event.summary,
      event.location,
      event.description,
      one.getFirstProperty("categories").getValues(),
      one.getFirstPropertyValue("url"),
    ];
  });
};
const calendars = readFileSync(0, "utf8").split("\0");
process.stdout.write(JSON.stringify(calendars.map(seen)));
