import { href } from "../shell/router";

/** The deployments of a service; by its name, which the filter there shows. */
export function deploymentsOf(service: string): string {
  return href(`/changes?service=${encodeURIComponent(service)}`);
}

/** The name of a service, which leads to its deployments. */
export function OfService({ name }: { name: string }) {
  return <a href={deploymentsOf(name)}>{name}</a>;
}
