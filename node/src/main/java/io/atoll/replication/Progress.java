package io.atoll.replication;

/** How far a request is from what it needs, by the answers in its tally. */
public enum Progress {
  /** It has what it needs; nothing that comes later changes that. */
  MET,
  /** It lacks something that those who are not heard of yet can still bring. */
  POSSIBLE,
  /** Whatever comes, it will not be enough. */
  IMPOSSIBLE
}
