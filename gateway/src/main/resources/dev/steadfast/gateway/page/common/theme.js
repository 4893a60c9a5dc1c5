const STORED_AS = 'steadfast.theme';
const THEMES = ['auto', 'light', 'dark'];

/** Light, dark, or as the system has it; remembered by this browser. */
export function theme(select) {
  const stored = localStorage.getItem(STORED_AS);
  select.value = THEMES.includes(stored) ? stored : 'auto';
  wear(select.value);
  select.addEventListener('change', () => {
    localStorage.setItem(STORED_AS, select.value);
    wear(select.value);
  });
}

function wear(chosen) {
  if (chosen === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = chosen;
  }
}
