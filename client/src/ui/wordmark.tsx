/** The name of the house. */
export function Wordmark() {
  return (
    <span className="wordmark">
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
        <path className="book" d="M8 4h13a4 4 0 0 1 4 4v20H10a3 3 0 0 1-3-3V5a1 1 0 0 1 1-1z" />
        <path className="edge" d="M7.5 24.5A2.5 2.5 0 0 1 10 22.5h15" />
        <path className="ribbon" d="M17 4h4v10l-2-2-2 2z" />
      </svg>
      ReadMeABook
    </span>
  );
}
