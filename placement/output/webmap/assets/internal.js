// The council's map in the internal edition: beside all else it answers "what if", looks through cameras, leads a site visit and says what the cameras ask of the operations centre.
import { startCouncil } from "./council.js";
import { startCentre } from "./page/centre.js";
import { startLive } from "./page/live/live.js";
import { startLook } from "./page/look/look.js";
import { startVisit } from "./page/visit.js";

startCouncil([startLive, startLook, startVisit, startCentre]);
