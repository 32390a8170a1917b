// Of the platform, but not yet of TypeScript's own description of it.

interface Document {
  /** Whether the page is being prepared before anybody asked for it. */
  readonly prerendering?: boolean;
}

interface Navigator {
  /** Global Privacy Control: the visitor's browser asks not to be tracked. */
  readonly globalPrivacyControl?: boolean;
}
