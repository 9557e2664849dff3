import type { ViteUserConfig, ViteUserConfigExport } from 'vitest/config'

type Projects = NonNullable<NonNullable<ViteUserConfig['test']>['projects']>

/** The config that a file of the user's own exports, in whatever form Vitest takes it. */
export const ownConfig = async (own: ViteUserConfigExport): Promise<ViteUserConfig> =>
  typeof own === 'function' ? own({ command: 'serve', mode: 'test' }) : own

/** The projects of that config: those it lists, or the one that it is. */
export const ownProjects = ({ root, test }: ViteUserConfig): Projects =>
  test?.projects ?? [
    {
      extends: true,
      ...(root === undefined ? {} : { root }),
      test: { name: test?.name ?? 'tests' },
    },
  ]
