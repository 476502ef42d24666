/**
 * What guessers try first among passwords that are long enough: those of leaked lists, and what Indonesians
 * write. Compared in lower case and without what separates words.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password1234 password12345 password123456 passwordpassword password12345678 passw0rd1234 p@ssw0rd1234
  p@ssword1234 mypassword123 adminadmin123 administrator administrator1 admin1234567 admin12345678
  qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiopasdf qwertyqwerty qwerty123456 qwerty1234567
  1qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r5t6y7u qazwsxedcrfv zaq12wsxcde3 asdfghjkl123 zxcvbnm12345
  abcdefghijkl abcdefghijklm abcd12345678 abc123456789 abc1234567890 a1b2c3d4e5f6 iloveyou1234
  iloveyouiloveyou letmein12345 letmeinletmein welcome12345 welcome123456 changeme1234 changemenow1
  trustno1trustno1 superman1234 batman123456 football1234 princess1234 sunshine1234 monkey123456
  dragon123456 master123456 michael12345 liverpool1234 chelsea12345 manchester1 manchesterunited
  barcelona123 juventus1234 intermilan12 realmadrid12 indonesia123 indonesia1234 indonesia1945
  indonesiaraya indonesiamerdeka indonesiaku12 merdeka12345 merdeka171945 pancasila123 pancasila1945
  garuda123456 jakarta12345 bandung12345 surabaya1234 medan1234567 makassar1234 yogyakarta12
  bismillah123 bismillah1234 bismillahirrahmanirrahim bismillah786 alhamdulillah alhamdulillah1
  alhamdulillah123 assalamualaikum astaghfirullah subhanallah12 allahuakbar12 lailahaillallah
  katasandi123 katasandi1234 rahasia12345 rahasia123456 sayangku1234 sayang123456 cintaku12345
  cinta1234567 akucintakamu akusayangkamu aku12345678 akuganteng12 akucantik123 jangankepo12
  kepokepokepo doraemon1234 naruto123456 persija12345 persib123456 persebaya123 semangat1234
  sekolah12345 pelajar12345 mahasiswa123 skillshub123 skillshub1234 skillpassport`
    .split(/\s+/)
    .filter(Boolean),
);
