package dev.imas.gateway.mail;

import java.io.IOException;
import java.util.function.Consumer;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.command.DataCommand;
import org.subethamail.smtp.internal.command.HelloCommand;
import org.subethamail.smtp.internal.command.MailCommand;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.internal.server.Command;
import org.subethamail.smtp.internal.server.CommandHandler;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/** The commands of SMTP that differ from those of the library, each for a reason of its own. */
final class SmtpCommands {

  private SmtpCommands() {}

  /**
   * @param greeted whoever says which host it is
   */
  static void addTo(CommandHandler commands, Consumer<Session> greeted) {
    commands.addCommand(new Greeting(greeted));
    commands.addCommand(new PlainGreeting(greeted));
    commands.addCommand(new Chunks());
    commands.addCommand(new Data());
    commands.addCommand(new Sender());
  }

  /** The library's offers CHUNKING to everybody. */
  private static final class Greeting extends BaseCommand {

    private final Consumer<Session> greeted;

    Greeting(Consumer<Session> greeted) {
      super("EHLO", "Introduce yourself.", "<hostname>");
      this.greeted = greeted;
    }

    @Override
    public void execute(String command, Session session) throws IOException {
      String[] words = getArgs(command);
      if (words.length < 2) {
        session.sendResponse("501 5.5.4 Syntax: EHLO hostname");
        return;
      }
      session.resetMailTransaction();
      session.setHelo(words[1]);
      greeted.accept(session);
      SMTPServer server = session.getServer();
      StringBuilder offer = new StringBuilder("250-" + server.getHostName());
      if (server.getEnableTLS() && !session.isTLSStarted()) {
        offer.append("\r\n250-STARTTLS");
      }
      offer.append("\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE ");
      session.sendResponse(offer.append(server.getMaxMessageSize()).toString());
    }
  }

  /** The library tells nobody of it. */
  private static final class PlainGreeting implements Command {

    private final HelloCommand hello = new HelloCommand();
    private final Consumer<Session> greeted;

    PlainGreeting(Consumer<Session> greeted) {
      this.greeted = greeted;
    }

    @Override
    public void execute(String command, Session session) throws IOException {
      hello.execute(command, session);
      if (session.getHelo().isPresent()) {
        greeted.accept(session);
      }
    }

    @Override
    public HelpMessage getHelp() {
      return hello.getHelp();
    }

    @Override
    public String getName() {
      return hello.getName();
    }
  }

  /** The library takes a mail for whole whose connection breaks within a chunk. */
  private static final class Chunks extends BaseCommand {

    Chunks() {
      super("BDAT", "Not offered.");
    }

    @Override
    public void execute(String command, Session session)
        throws IOException, DropConnectionException {
      // The chunk follows unasked, and must not be read as commands.
      throw new DropConnectionException(502, "5.5.1 Use DATA");
    }
  }

  /**
   * The library keeps the sender and the recipients of a mail that is refused (RFC 5321, 4.1.1.4).
   */
  private static final class Data implements Command {

    private final DataCommand data = new DataCommand();

    @Override
    public void execute(String command, Session session)
        throws IOException, DropConnectionException {
      boolean isWhole = session.isMailTransactionInProgress() && session.getRecipientCount() > 0;
      data.execute(command, session);
      if (isWhole) {
        session.resetMailTransaction();
      }
    }

    @Override
    public HelpMessage getHelp() {
      return data.getHelp();
    }

    @Override
    public String getName() {
      return data.getName();
    }
  }

  /** The library fails on a size that is no int. */
  private static final class Sender implements Command {

    // Whom it says to come from decides nothing.
    private final MailCommand mail = new MailCommand(address -> true);

    @Override
    public void execute(String command, Session session)
        throws IOException, DropConnectionException {
      try {
        mail.execute(command, session);
      } catch (NumberFormatException huge) {
        session.sendResponse("552 5.3.4 Message size exceeds fixed limit");
      }
    }

    @Override
    public HelpMessage getHelp() {
      return mail.getHelp();
    }

    @Override
    public String getName() {
      return mail.getName();
    }
  }
}
