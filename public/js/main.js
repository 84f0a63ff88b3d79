import { startAutosave } from './autosave.js'
import { startHotkeys, startSelections } from './choices.js'
import { countCharacters, describeFiles, guardSubmits, keepSums, showConditionals, tidyAddresses } from './forms.js'
import { placeTips, startMenus, startPage, startThemes } from './frame.js'
import { startIdle } from './idle.js'
import { reportOpened } from './opened.js'
import { startRatings } from './ratings.js'
import { startReload } from './reload.js'
import { startRows } from './rows.js'
import { startTicks } from './ticks.js'

startMenus()
startThemes()
guardSubmits()
startRows()
startTicks()
showConditionals()
keepSums()
countCharacters()
describeFiles()
tidyAddresses()
startAutosave()
startHotkeys()
startRatings()
startSelections()
placeTips()
startIdle()
startPage()
reportOpened()
startReload()
