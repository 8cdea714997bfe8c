"""Rules for newsletter issues: `issue` reads the email.html, email.txt and email.eml of one."""
