/**
 * Copies a text. Where the browser has no clipboard for this page (no https, a frame without leave), the field that shows
 * the text is selected and the old command tried; false means that the visitor has to press the keys.
 */
export async function copyText(text: string, field: HTMLTextAreaElement | HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.select();
    return field !== null && document.execCommand('copy');
  }
}
