package dev.imas.gateway.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** A client as many programs have it. */
final class JakartaClient {

  private JakartaClient() {}

  static void send(Properties properties, String to, String subject) throws MessagingException {
    MimeMessage mail = new MimeMessage(Session.getInstance(properties));
    mail.setFrom(new InternetAddress("zabbix@example.org"));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    mail.setSubject(subject, "utf-8");
    mail.setText("Grüße\n.\n..", "utf-8");
    Transport.send(mail);
  }
}
