package io.atoll.env;

/**
 * What a person can do about a data directory of which a part is damaged or missing, as the end of
 * a message.
 *
 * <p>Only the whole directory can be put back: its files belong together, and an older one beside
 * newer ones may not be noticed. That it may be an old copy, or none, is the work of {@code
 * io.atoll.incarnation}.
 */
public final class Remedy {
  /** For what nobody but this directory knows. */
  public static final String WHOLE_DIRECTORY =
      "put the whole data directory back from a copy, however old, not single files, or move it"
          + " away and start with an empty one: the node takes a new incarnation by itself and gets"
          + " keys back from other replicas as they are read; what no other replica has is lost";

  private Remedy() {}
}
