/** The heads of a table's columns for the severities. */
export function SeverityHeads() {
  return (
    <>
      {(["SEV1", "SEV2", "SEV3", "SEV4"] as const).map((severity) => (
        <th key={severity} scope="col" class="number">
          {severity}
        </th>
      ))}
    </>
  );
}
