// The browser's part: htmx for forms and fragments, one live socket, co-edited texts, the drawing, moving and quick adding.

import htmx from "htmx.org";
import { startApplying } from "./apply";
import { startCommands } from "./commands";
import { startDates } from "./dates";
import { startDrawings } from "./drawing";
import { live } from "./live";
import { startMoving } from "./moves";
import { startPeople } from "./people";
import { startPresence } from "./presence";
import { startQuickAdding } from "./quick";
import { startSelecting } from "./select";
import { startSmallThings } from "./small";
import { startStatus } from "./status";
import { startTask } from "./task";
import { startTexts } from "./texts";

// Nothing is evaluated (the page's policy forbids it), and going back is the browser's own affair.
htmx.config.history = false;

startSmallThings();
startCommands();
startApplying();
startSelecting();
startStatus();
startTexts();
startPresence();
startDrawings();
startMoving();
startPeople();
startDates();
startQuickAdding();
startTask();
live.start();
