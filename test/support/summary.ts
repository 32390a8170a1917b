import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Ends a run with the one line that people and machines look for: `N passed, N failed`. */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length };
    for (const module of modules) {
      const results = [...module.children.allTests()].map((test) => test.result().state);
      counts.passed += results.filter((state) => state === 'passed').length;
      const failed = results.filter((state) => state === 'failed').length;
      // A file that broke before or around its tests counts as one failure, so that it is never silent.
      counts.failed += failed === 0 && module.state() === 'failed' ? 1 : failed;
    }
    console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
  }
}
