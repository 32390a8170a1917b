import type { ButtonHTMLAttributes } from 'preact';

interface ButtonProps extends Omit<ButtonHTMLAttributes, 'class'> {
  /** `main`: the one action of a place. `plain`: the others. `quiet`: beside a text. `danger`: takes something away. */
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger';
  /** Something is on its way: the button keeps its width and its focus, and does nothing. */
  readonly isBusy?: boolean;
}

export function Button({ look = 'plain', isBusy = false, type = 'button', onClick, ...rest }: ButtonProps) {
  return <button {...rest} type={type} class={`button ${look}`} aria-busy={isBusy} onClick={isBusy ? stop : onClick} />;
}

function stop(event: Event): void {
  event.preventDefault();
}
