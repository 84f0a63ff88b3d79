import { startAutosave } from './autosave.js'
import { startHotkeys, startSelections } from './choices.js'
import { countCharacters, describeFiles, guardSubmits, showConditionals } from './forms.js'
import { placeTips, startMenus, startPage, startThemes } from './frame.js'
import { startIdle } from './idle.js'
import { startSomebodyElse, startTicks } from './pickers.js'
import { startRows } from './rows.js'

startMenus()
startThemes()
guardSubmits()
startRows()
startTicks()
startSomebodyElse()
showConditionals()
countCharacters()
describeFiles()
startAutosave()
startHotkeys()
startSelections()
placeTips()
startIdle()
startPage()
