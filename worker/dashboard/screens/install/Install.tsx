import { useDashboard, useShop } from '../../state/dashboard.ts';
import { useRemote } from '../../state/remote.ts';
import { CopyField } from '../../ui/CopyField.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useWords } from '../../words/words.ts';
import { Keys } from './Keys.tsx';
import { Sites } from './Sites.tsx';
import { npmSnippet, pageSnippet, serverSnippet, tagSnippet, type SnippetFacts } from './snippets.ts';
import { TagSeen } from './TagSeen.tsx';
import '../../styles/install.css';

/** From the tag to the first order, in three steps; below, the keys. */
export function Install() {
  const { install } = useWords();
  const { api } = useDashboard();
  const shop = useShop();
  const program = useRemote(shop.id, () => api.call('getProgram', {}));
  return (
    <Screen title={install.title}>
      <TagSeen />
      <Loaded of={program} skeletonRows={6}>
        {({ settings }) => {
          const facts = { workerUrl: location.origin, publishableKey: shop.publishableKey ?? 'pk_…', settings };
          return (
            <>
              <section class="card" aria-labelledby="tag">
                <h2 id="tag">{install.tag.title}</h2>
                <p>{install.tag.explain}</p>
                {shop.publishableKey === null && <p class="warning">{install.tag.noKey}</p>}
                <CopyField label={install.tag.label} value={tagSnippet(facts)} isBlock />
              </section>
              <Sites />
              <Orders facts={facts} />
            </>
          );
        }}
      </Loaded>
      <Keys />
    </Screen>
  );
}

function Orders({ facts }: { readonly facts: SnippetFacts }) {
  const { orders } = useWords().install;
  const ways = [
    { title: orders.server, why: orders.serverWhy, label: orders.serverLabel, snippet: serverSnippet(facts) },
    { title: orders.page, why: orders.pageWhy, label: orders.pageLabel, snippet: pageSnippet(facts) },
    { title: orders.npm, why: orders.npmWhy, label: orders.npmLabel, snippet: npmSnippet(facts) },
  ];
  return (
    <section class="card" aria-labelledby="report">
      <h2 id="report">{orders.title}</h2>
      {ways.map(({ title, why, label, snippet }, index) => (
        <details key={title} name="way" open={index === 0}>
          <summary>{title}</summary>
          <p>{why}</p>
          <CopyField label={label} value={snippet} isBlock />
        </details>
      ))}
    </section>
  );
}
