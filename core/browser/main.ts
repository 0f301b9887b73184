// The browser's part: htmx for forms and fragments, one live socket, co-edited texts, the drawing, moving and quick adding.

import htmx from "htmx.org";
import { startApplying } from "./apply";
import { startClocks } from "./clock";
import { startCommands } from "./commands";
import { startDates } from "./dates";
import { startDrawings } from "./drawing";
import { startHall } from "./hall";
import { startLeading } from "./lead";
import { live } from "./live";
import { startMoving } from "./moves";
import { startPeople } from "./people";
import { startPlacing } from "./placing";
import { startPresence } from "./presence";
import { startQuickAdding } from "./quick";
import { startSelecting } from "./select";
import { startSmallThings } from "./small";
import { startStatus } from "./status";
import { startTask } from "./task";
import { startTexts } from "./texts";
import { startZoneForms } from "./zoneforms";

// Nothing is evaluated (the page's policy forbids it), and going back is the browser's own affair.
htmx.config.history = false;
// What is put in answers to presses at once: with a delay, however short, a press on a busy machine would load a page.
htmx.config.defaultSettleDelay = 0;

startSmallThings();
startCommands();
startApplying();
startSelecting();
startStatus();
startTexts();
startPresence();
startDrawings();
startPlacing();
startMoving();
startPeople();
startDates();
startQuickAdding();
startZoneForms();
startTask();
startHall();
startLeading();
startClocks();
live.start();
