export const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1200px; margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.4em; margin: 0 }
h2 { font-size: 1.1em; margin: 1.6em 0 0.4em }
.about { color: #666; margin: 0 }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th { color: #666; font-weight: normal; border-bottom: 1px solid #bbb }
th, td { padding: 2px 10px; text-align: right; white-space: nowrap }
th:first-child, td:first-child { text-align: left; padding-left: 1.5em }
.total td { font-weight: 600; border-bottom: 1px solid #ddd }
.total td:first-child { padding-left: 0.3em }
ul { list-style: none; margin: 0.4em 0; padding-left: 0.3em }
li { overflow-wrap: anywhere }
.good::before { content: '✓ '; color: #1a7f37 }
.bad::before { content: '✗ ' }
.bad { color: #b42318 }
`
