package dev.imas.gateway.decode;

import dev.imas.core.model.Labels;
import java.util.List;

/**
 * That commits were pushed. Texts are empty where the sender does not say.
 *
 * @param key tells the push from others of its source
 * @param atMicros by the sender; {@link IncomingAlert#NONE} where it does not say
 * @param total how many commits were pushed, which may be more than are listed
 * @param labels by which it finds its service where its repository has none
 */
public record PushFact(
    String key,
    long atMicros,
    String repository,
    String repositoryId,
    String ref,
    String before,
    String after,
    String actor,
    String url,
    List<Commit> commits,
    int total,
    Labels labels,
    int bodyStart,
    int bodyEnd)
    implements ChangeFact {

  /**
   * @param timeMicros {@link IncomingAlert#NONE} where the sender does not say
   * @param author a hash of who wrote it, the same for the whole tenant; empty for nobody
   * @param title the first line of the message
   */
  public record Commit(String sha, long timeMicros, String author, String title) {}

  public PushFact {
    commits = List.copyOf(commits);
  }
}
