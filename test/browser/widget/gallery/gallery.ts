import { showScene } from '../scenes.ts';

// Every screen of the widget by name: `?scene=link&locale=fr&theme=dark&root=62.5%&rtl`.
const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme !== null) document.documentElement.dataset['theme'] = theme;
document.documentElement.style.fontSize = query.get('root') ?? '';
await showScene(query.get('scene') ?? 'offer', {
  isFrench: query.get('locale') === 'fr',
  isRightToLeft: query.has('rtl'),
});
document.documentElement.dataset['shown'] = '';
