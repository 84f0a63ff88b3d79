export default async function tearDown() {
  await globalThis.attestTestServer?.stop()
}
