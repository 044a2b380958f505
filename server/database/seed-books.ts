/** What the seed makes its library of: works that belong to everybody, a few that nobody wrote, and who might read them. */

/** Title, author, minutes read aloud, genres. */
export type Work = readonly [title: string, author: string, minutes: number, genres: readonly string[]];

/** Rounded lengths of unabridged readings. */
export const works: readonly Work[] = [
  ["Pride and Prejudice", "Jane Austen", 690, ["Classics", "Romance"]],
  ["Sense and Sensibility", "Jane Austen", 670, ["Classics", "Romance"]],
  ["Persuasion", "Jane Austen", 500, ["Classics", "Romance"]],
  ["Northanger Abbey", "Jane Austen", 450, ["Classics", "Gothic"]],
  ["Jane Eyre", "Charlotte Brontë", 1150, ["Classics", "Gothic"]],
  ["Villette", "Charlotte Brontë", 1240, ["Classics"]],
  ["Wuthering Heights", "Emily Brontë", 760, ["Classics", "Gothic"]],
  ["The Tenant of Wildfell Hall", "Anne Brontë", 990, ["Classics"]],
  ["Great Expectations", "Charles Dickens", 1110, ["Classics"]],
  ["Bleak House", "Charles Dickens", 2120, ["Classics"]],
  ["A Tale of Two Cities", "Charles Dickens", 860, ["Classics", "Historical"]],
  ["Middlemarch", "George Eliot", 1980, ["Classics"]],
  ["Silas Marner", "George Eliot", 430, ["Classics"]],
  ["North and South", "Elizabeth Gaskell", 1100, ["Classics", "Romance"]],
  ["Far from the Madding Crowd", "Thomas Hardy", 830, ["Classics"]],
  ["Tess of the d'Urbervilles", "Thomas Hardy", 970, ["Classics"]],
  ["The Moonstone", "Wilkie Collins", 1190, ["Mystery"]],
  ["The Woman in White", "Wilkie Collins", 1510, ["Mystery", "Gothic"]],
  ["A Study in Scarlet", "Arthur Conan Doyle", 290, ["Mystery"]],
  ["The Hound of the Baskervilles", "Arthur Conan Doyle", 370, ["Mystery"]],
  ["The Lost World", "Arthur Conan Doyle", 510, ["Adventure", "Science Fiction"]],
  ["Treasure Island", "Robert Louis Stevenson", 460, ["Adventure"]],
  ["Kidnapped", "Robert Louis Stevenson", 500, ["Adventure"]],
  ["King Solomon's Mines", "H. Rider Haggard", 550, ["Adventure"]],
  ["The Time Machine", "H. G. Wells", 220, ["Science Fiction"]],
  ["The War of the Worlds", "H. G. Wells", 410, ["Science Fiction"]],
  ["The Invisible Man", "H. G. Wells", 340, ["Science Fiction"]],
  ["Twenty Thousand Leagues Under the Seas", "Jules Verne", 960, ["Science Fiction", "Adventure"]],
  ["Around the World in Eighty Days", "Jules Verne", 430, ["Adventure"]],
  ["The Count of Monte Cristo", "Alexandre Dumas", 2820, ["Adventure", "Historical"]],
  ["The Three Musketeers", "Alexandre Dumas", 1390, ["Adventure", "Historical"]],
  ["Les Misérables", "Victor Hugo", 3430, ["Classics", "Historical"]],
  ["Madame Bovary", "Gustave Flaubert", 730, ["Classics"]],
  ["Frankenstein", "Mary Shelley", 500, ["Gothic", "Science Fiction"]],
  ["Dracula", "Bram Stoker", 950, ["Gothic"]],
  ["Carmilla", "Sheridan Le Fanu", 190, ["Gothic"]],
  ["The Picture of Dorian Gray", "Oscar Wilde", 490, ["Classics", "Gothic"]],
  ["Moby-Dick", "Herman Melville", 1480, ["Classics", "Adventure"]],
  ["The Scarlet Letter", "Nathaniel Hawthorne", 500, ["Classics"]],
  ["Walden", "Henry David Thoreau", 700, ["Essays"]],
  ["Little Women", "Louisa May Alcott", 1110, ["Classics"]],
  ["The Age of Innocence", "Edith Wharton", 680, ["Classics"]],
  ["The Call of the Wild", "Jack London", 200, ["Adventure"]],
  ["Anne of Green Gables", "L. M. Montgomery", 580, ["Children"]],
  ["The Secret Garden", "Frances Hodgson Burnett", 480, ["Children"]],
  ["The Wind in the Willows", "Kenneth Grahame", 400, ["Children"]],
  ["Three Men in a Boat", "Jerome K. Jerome", 400, ["Humour"]],
  ["Crime and Punishment", "Fyodor Dostoevsky", 1230, ["Classics"]],
  ["The Brothers Karamazov", "Fyodor Dostoevsky", 2220, ["Classics"]],
  ["War and Peace", "Leo Tolstoy", 3660, ["Classics", "Historical"]],
  ["Anna Karenina", "Leo Tolstoy", 2140, ["Classics"]],
  ["The Metamorphosis", "Franz Kafka", 140, ["Classics"]],
  ["Meditations", "Marcus Aurelius", 310, ["Philosophy"]],
  ["The Odyssey", "Homer", 730, ["Classics", "Poetry"]],
  ["The Cartographer's Tide", "Ines Halloran", 720, ["Fantasy"]],
  ["The Cartographer's Ebb", "Ines Halloran", 790, ["Fantasy"]],
  ["Nine Quiet Engines", "Tomasz Brandt", 640, ["Science Fiction"]],
  ["A Ledger of Small Storms", "Oluchi Adeyemi", 560, ["Literary"]],
  ["What the Lighthouse Kept", "Marit Solberg", 610, ["Mystery"]],
  ["Salt for the Orchard", "Priya Raman", 530, ["Literary"]],
];

/** Nobody in particular. */
export const narrators: readonly string[] = [
  "Alma Whitfield",
  "Bernard Okoro",
  "Celia Marsh",
  "Daniel Ferreira",
  "Edith Lang",
  "Farouk Haddad",
  "Greta Lindqvist",
  "Hugh Pemberton",
  "Isabel Duarte",
  "Jonah Fisk",
];

/** Accounts that nobody can sign in to: they have a name and no password. */
export const people: readonly string[] =
  "ada bela carlos dora emil fatima goran hana igor jana karl leila marek nadia otto paula quentin rosa stefan tilda ugo vera walt xenia yusuf zoe amir britt cora dario".split(
    " ",
  );
