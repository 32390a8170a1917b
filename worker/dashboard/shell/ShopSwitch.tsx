import { useDashboard, useShop } from '../state/dashboard.ts';
import { useWords } from '../words/words.ts';

/** Which shop, and whether its real data or those of its test twin. */
export function ShopSwitch() {
  const { account, navigation } = useDashboard();
  const { shell } = useWords();
  const shop = useShop();
  const state = account.state.value;
  const shops = state.kind === 'signed-in' ? state.account.shops : [];
  // A twin is reached by the switch below; the list names each shop once.
  const named = shops.filter(({ mode, twinId }) => mode === 'live' || !shops.some(({ id }) => id === twinId));
  const liveId = shop.mode === 'live' ? shop.id : shop.twinId;
  const testId = shop.mode === 'test' ? shop.id : shop.twinId;
  const choose = (shopId: string) => {
    // What is open in the address belongs to the shop before.
    navigation.go(location.pathname, { replace: true });
    account.choose(shopId);
  };
  return (
    <div class="shop-switch">
      {named.length > 1 ? (
        <select
          aria-label={shell.shop}
          value={liveId ?? shop.id}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        >
          {named.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <p class="shop-name">{shop.name}</p>
      )}
      {liveId !== null && testId !== null && (
        <fieldset class="mode-switch">
          <legend class="unseen">{shell.mode}</legend>
          {(['live', 'test'] as const).map((mode) => (
            <label key={mode}>
              <input
                type="radio"
                name="mode"
                checked={shop.mode === mode}
                onChange={() => choose(mode === 'live' ? liveId : testId)}
              />
              <span>{shell[mode]}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
