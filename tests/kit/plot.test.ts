import { plotSvg, plotUrls, schemeOf } from '../../src/kit/plot.ts'

const line = {
  xAxis: { type: 'time' as const },
  yAxis: { type: 'value' as const, max: 4 },
  series: [
    {
      type: 'line' as const,
      step: 'end' as const,
      data: [
        ['2026-01-01', 1],
        ['2026-06-01', 2],
      ],
    },
  ],
}

describe('plots', () => {
  it('draws SVG without style attributes, in the colours of each scheme', async () => {
    const light = await plotSvg({ width: 400, height: 200, scheme: 'light', option: () => line })
    const dark = await plotSvg({ width: 400, height: 200, scheme: 'dark', option: () => line })
    expect(light).toMatch(/^<svg width="400"/)
    expect(light).not.toMatch(/style=|<style|class=|<script/)
    expect(light).toContain('#0b6b6f')
    expect(dark).toContain('#56c2bd')
    expect(light).toContain('font-size="12px"')
  })

  it('reads the scheme from the address and nothing else', () => {
    expect(schemeOf({})).toBe('light')
    expect(schemeOf({ scheme: 'dark' })).toBe('dark')
    expect(schemeOf({ scheme: '<script>' })).toBe('light')
    expect(plotUrls('/x.svg?item=a')).toEqual({ light: '/x.svg?item=a', dark: '/x.svg?item=a&scheme=dark' })
  })
})
