import { useDashboard, useShop } from './dashboard.ts';
import { usePages, type PagedList, type PageOf } from './pages.ts';

/** A list as its address describes it: which state is shown, and which row is open. */
export interface ListView<State extends string, Row> {
  /** Null shows every state. */
  readonly state: State | null;
  readonly list: PagedList<Row>;
  readonly openId: string | null;
  /** The open row, where it is in what was loaded. */
  readonly open: Row | undefined;
  /** Closes the open row; the list stays where it is. */
  readonly close: () => void;
}

/** What a page of a list is asked with. */
export interface PageQuery<State extends string> {
  readonly state?: State;
  readonly cursor?: string;
}

/** Reads the address (`?state=…&open=…`) and loads the list it asks for; `key` names what else the list depends on. */
export function useListView<State extends string, Row extends { readonly id: string }>(
  states: readonly State[],
  load: (query: PageQuery<State>) => Promise<PageOf<Row>>,
  key = '',
): ListView<State, Row> {
  const { navigation } = useDashboard();
  const query = navigation.query.value;
  const state = states.find((one) => one === query.get('state')) ?? null;
  const list = usePages(`${useShop().id} ${state ?? ''} ${key}`, (cursor) =>
    load({ ...(state && { state }), ...(cursor && { cursor }) }),
  );
  const openId = query.get('open');
  return {
    state,
    list,
    openId,
    open: list.value?.items.find(({ id }) => id === openId),
    close: () => openId && navigation.go(navigation.with({ open: null })),
  };
}
