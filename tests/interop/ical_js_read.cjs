// Reads a calendar file from standard input with ical.js and prints what a calendar program would show, as JSON.
// NODE_PATH says where ical.js is.
"use strict";

const path = require("node:path");
const { pathToFileURL } = require("node:url");
const fs = require("node:fs");

function locate() {
  const roots = (process.env.NODE_PATH || "").split(path.delimiter).filter(Boolean);
  const found = roots.map((root) => path.join(root, "ical.js", "dist", "ical.js")).find((file) => fs.existsSync(file));
  if (!found) throw new Error("ical.js not found in NODE_PATH");
  return pathToFileURL(found).href;
}

async function main() {
  const { default: ICAL } = await import(locate());
  const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(0, "utf8")));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      description: event.description,
      location: event.location,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      status: component.getFirstPropertyValue("status"),
      url: component.getFirstPropertyValue("url"),
      organizer: event.organizer,
      attendees: event.attendees.map((property) => ({ value: property.getFirstValue(), ...property.jCal[1] })),
      properties: component.getAllProperties().map((property) => property.name),
    };
  });
  console.log(JSON.stringify({ method: calendar.getFirstPropertyValue("method"), events }));
}

main();
