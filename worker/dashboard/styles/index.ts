// The style sheets of every screen, in the order they build on each other; a screen's own comes with the screen.
import './tokens.css';
import './base.css';
import './controls.css';
import './shell.css';
import './parts.css';
