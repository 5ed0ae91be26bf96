import { blocksOf, type Piece, safeLink } from "./markdown";

/** A link out of the dashboard, if it is one that may be followed; else its text. */
export function Out({ to, text }: { to: string; text: string }) {
  const safe = safeLink(to);
  return safe === null ? (
    <bdi>{text}</bdi>
  ) : (
    <a href={safe} target="_blank" rel="noopener noreferrer nofollow">
      <bdi>{text}</bdi>
    </a>
  );
}

/** A text that people wrote in Markdown. Nothing of it becomes HTML, and no picture tells anybody who reads it. */
export function Rich({ text }: { text: string }) {
  return (
    <div class="rich">
      {blocksOf(text).map((block, i) => {
        switch (block.kind) {
          case "code":
            return (
              <pre key={i}>
                <code>{block.text}</code>
              </pre>
            );
          case "list": {
            const items = block.items.map((item, n) => (
              <li key={n}>
                <Line pieces={item} />
              </li>
            ));
            return block.isOrdered ? <ol key={i}>{items}</ol> : <ul key={i}>{items}</ul>;
          }
          case "quote":
            return (
              <blockquote key={i}>
                <Lines lines={block.lines} />
              </blockquote>
            );
          case "paragraph":
            return (
              <p key={i}>
                <Lines lines={block.lines} />
              </p>
            );
        }
      })}
    </div>
  );
}

function Lines({ lines }: { lines: Piece[][] }) {
  return (
    <>
      {lines.map((pieces, i) => (
        <>
          {i > 0 && <br />}
          <Line pieces={pieces} />
        </>
      ))}
    </>
  );
}

function Line({ pieces }: { pieces: Piece[] }) {
  return (
    <>
      {pieces.map((piece, i) => {
        switch (piece.kind) {
          case "text":
            return <bdi key={i}>{piece.text}</bdi>;
          case "code":
            return <code key={i}>{piece.text}</code>;
          case "strong":
            return <strong key={i}>{piece.text}</strong>;
          case "em":
            return <em key={i}>{piece.text}</em>;
          case "link":
            return <Out key={i} to={piece.to} text={piece.text} />;
        }
      })}
    </>
  );
}
