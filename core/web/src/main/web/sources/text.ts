/** Says in a sender's text where the gateway is, and which key the source has. Other braces are the sender's own. */
export function filled(text: string, gateway: string, key: string): string {
  const [scheme, host] = parts(gateway);
  const values: Record<string, string> = { gateway, scheme, host, key };
  return text.replace(/\{\{(gateway|scheme|host|key)\}\}/g, (_, name: string) => values[name] ?? "");
}

function parts(gateway: string): [scheme: string, host: string] {
  try {
    const { protocol, host } = new URL(gateway);
    return [protocol.replace(":", ""), host];
  } catch {
    return ["http", gateway];
  }
}
