import { startAutosave } from './autosave.js'
import { startHotkeys, startSelections } from './choices.js'
import { countCharacters, describeFiles, guardSubmits, showConditionals } from './forms.js'
import { placeTips, startMenus, startPage, startThemes } from './frame.js'
import { startIdle } from './idle.js'
import { startRows } from './rows.js'

startMenus()
startThemes()
guardSubmits()
startRows()
showConditionals()
countCharacters()
describeFiles()
startAutosave()
startHotkeys()
startSelections()
placeTips()
startIdle()
startPage()
