// Before the first paint, so that a chosen theme never flashes in the other one. A file of its own: the content security
// policy lets no inline script run.
try {
  const theme = localStorage.getItem('seaworthy-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is shut off: the system's theme is used.
}
