// Reads an iCalendar feed from standard input as a calendar program would (ical.js), by the feed's
// own VTIMEZONEs, and prints its events as JSON.
//   node read_feed.mjs FOLDER_OF_NODE_MODULES <feed.ics
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const require = createRequire(path.join(process.argv[2], 'index.js'));
const {default: ICAL} = await import(pathToFileURL(require.resolve('ical.js')));

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')));
for (const zone of calendar.getAllSubcomponents('vtimezone')) {
  ICAL.TimezoneService.register(zone);
}
const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue('status'),
    summary: event.summary,
    location: event.location,
    zone: event.startDate.zone.tzid,
    local: event.startDate.toString(),
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    modified: component.getFirstPropertyValue('last-modified').toJSDate().toISOString(),
  };
});
console.log(JSON.stringify(events));
