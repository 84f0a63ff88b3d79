/**
 * Words that tell names from other words. Written by hand for the places that programmes are in: whoever misses a name
 * adds it here, and a sentence to tests/guard/corpus/tuning.jsonl.
 */

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Given names that are hardly ever another word. */
export const given = set(`
Aarav Aaron Abdul Abdullah Abena Abigail Abimbola Abiola Abu Achieng Ada Adaeze Adam Adanna Adebayo Adeel Adele Adeola Aditi Aditya Adrian Adwoa
Agatha Agnes Agnieszka Ahmad Ahmed Aidan Aiden Ailbhe Aileen Ailsa Aisha Aisling Ajay Akosua Akshay Alan Alana Alasdair Alastair Albert Aled Alejandro
Aleksander Alessandro Alex Alexander Alexandra Alexis Alf Alfie Alfred Ali Alice Alicia Alina Alisha Alison Alistair Allan Allison Alun Alyssa Amadou
Amaka Amal Amanda Amara Amelia Amina Aminata Amir Amira Amit Amy Amélie Ana Anahera Analyn Anand Ananya Anastasia Andrea Andreea Andrei Andrew Andrzej
Andy Aneesa Aneta Angela Angharad Angus Aniket Anil Anisha Anita Anjali Anke Ann Anna Annabel Anne Anne-Marie Annette Annie Anthea Anthony Antoinette
Antonia Antonio Anwar Aodhán Aoife Aparna Arabella Aran Arash Archibald Archie Aria Arjun Arlo Arnold Aroha Arthur Arun Arvind Asad Asha Ashley Ashok
Asif Asma Astrid Aubrey Audrey Aung Ava Avril Awa Ayaan Ayesha Ayodele Ayşe Aziz Babajide Babak Babs Baljit Balwinder Barbara Barry Baz Beata Beatrice
Beatriz Beau Becky Belinda Ben Benedict Benjamin Bernadette Bernard Bernice Bertha Beryl Beth Bethan Bethany Betty Bev Bhavesh Bhavna Bilal Billy
Bintou Bjorn Bob Bobby Bogdan Bolanle Bongani Boris Brenda Brendan Brett Brian Bridget Brigid Briony Brody Bronagh Bronte Bronwen Bronwyn Bruce Bryan
Bryony Bríd Bukola Bushra Caleb Callum Cameron Caoimhe Carl Carla Carlos Carly Carmel Carmen Carol Caroline Carolyn Carys Cathal Catherine Catriona
Cecil Cecilia Cedric Celeste Ceri Chandra Chantal Chantelle Charlene Charles Charlie Charlotte Chelsea Cheryl Chiamaka Chiara Chidi Chinedu Chinwe
Chioma Chipo Chloe Chris Christina Christine Christopher Chukwuemeka Chun Cian Ciara Ciaran Cillian Claire Clara Clare Clarence Claude Claudia Clement
Clementine Clive Clodagh Cody Colette Colin Colleen Colm Connor Conor Constance Consuelo Cora Corinne Cormac Craig Cynthia Cyril Cáit Dafydd Damian
Damien Damilola Damon Daniel Daniela Danielle Danny Danuta Daphne Dapo Darius Darragh Darren Darryl Dave David Dawid Daz Debbie Deborah Declan Deepa
Deepak Deepika Deirdre Dele Delphine Delroy Denis Denise Dennis Derek Dermot Desmond Devon Dhruv Diana Diane Diarmuid Dieter Dilip Dilys Dimitri
Dimitris Dinesh Divya Dmitri Dolores Dominic Dominik Donal Donald Donna Donncha Dora Doreen Doris Dorothy Doug Dougal Douglas Duc Duncan Dylan Eamon
Eamonn Ebrima Eddie Edgar Edith Edmund Edna Edward Edwin Efua Eileen Eilidh Eimear Eirlys Elaine Eleanor Elena Eleni Elif Elijah Elin Eliza Elizabeth
Ella Ellen Ellie Elliot Elliott Elodie Eloise Elsa Elsie Elspeth Emeka Emer Emilia Emily Emma Emmanuel Emmeline Emre Emyr Enid Enrique Eoghan Eoin
Eric Erica Erin Ernest Esme Esmeralda Esmé Esther Ethan Ethel Euan Eugene Eunice Eva Evan Evelyn Evie Ewa Ewan Ezra Fadi Faduma Fahad Faisal Fanny
Farah Farai Farhan Farida Farzana Fatima Fatmata Fatoumata Feargal Felicity Felix Femi Fergal Fergus Fernando Ffion Fiadh Finlay Finn Fintan Fiona
Fionn Fionnuala Florence Florin Folake Folasade Frances Francesca Francis Francisco Fred Freda Freddie Frederick Freya Funmilayo Gabriel Gabriela
Gabrielle Ganesh Gareth Gary Gaurav Gavin Gaz Geeta Gemma Geoff Geoffrey George Georgia Georgina Geraint Gerald Geraldine Gerard Gerry Gethin Ghada
Gillian Gina Giorgio Giovanni Gita Giulia Giuseppe Gladys Glen Glenda Glenn Gloria Glyn Godfrey Gopal Gordon Gracie Graeme Graham Grainne Graça Greg
Gregor Gregory Greta Gretel Grzegorz Gráinne Guillermo Gurdeep Gurpreet Gus Gwen Gwendolen Gwendoline Gwyneth Hadiza Hafeez Hafiz Hafsa Halima Halina
Hamid Hamish Hamza Hana Hanna Hannah Harish Harjit Harold Harpreet Harriet Harry Harvey Hassan Hattie Hawa Hazel Heidi Heinz Helen Helena Hemi
Henrietta Henry Herbert Hettie Heulwen Hilary Hilda Hina Hinemoa Hiwot Hodan Horace Howard Htet Huda Hugh Hugo Humphrey Hussain Hussein Hēmi Iain Ian
Ibrahim Ibrahima Ida Idris Iestyn Ifeanyi Ifeoma Ikenna Ikram Ilaria Imani Imogen Imran Ines Ingmar Ingrid Ioane Ioannis Ionut Iqbal Irena Irene Irina
Isaac Isabel Isabella Isabelle Isatou Isla Ismail Isobel Isobelle Ivan Ivor Iwona Jacek Jackie Jacob Jacqueline Jadwiga Jake Jakub Jamal James Jamie
Jamila Jane Janet Janette Janice Janine Jasleen Jasmine Jason Jaswinder Javier Jayden Jayne Jean Jean-Paul Jeanette Jeff Jeffrey Jemima Jemma Jennifer
Jenny Jens Jeremy Jermaine Jerome Jerry Jess Jessica Jessie Jill Jim Jimmy Jing Jitendra Joan Joanna Joanne Joao Joaquin Jock Jodie Joe Joel Johanna
John Johnny Jon Jonah Jonathan Jordan Jorge Jose Joseph Josephine Josh Joshua José Joyce Juan Juanita Judith Judy Julia Julian Juliana Julie Juliet
Junaid Justin Justyna Jürgen Kadiatu Kahu Kamal Kamau Kamil Kamran Karen Karim Karl Karolina Kasia Katarzyna Kate Katerina Kathleen Kathryn Kathy
Katie Katja Katrina Katy Kavita Kavya Kayleigh Kayode Kehinde Keira Keith Kelechi Kelly Kelvin Ken Kenneth Kenny Kerry Kev Kevin Khadija Khaled Khalid
Kieran Kiran Kirra Kirsten Kirsty Kitty Klaus Kofi Kojo Kosi Kostas Krishna Kristina Krzysztof Kuldeep Kumar Kunle Kwabena Kwame Kwasi Kweku Kyle
Kylie Lachlan Lakshmi Lamin Lanre Lara Larry Lars Latoya Laura Lauren Laurence Lawrence Layla Leanne Lee Leila Leilani Lena Leo Leon Leona Leonard
Lerato Leroy Lesley Leslie Levi Lewis Leyla Liam Lidia Lilian Lillian Linda Lindiwe Lindsay Ling Linh Lionel Lisa Liz Lizzie Lloyd Lola Lorcan Lorna
Lorraine Losa Lottie Louis Louisa Louise Lowanna Luc Luca Lucas Lucia Lucinda Lucy Luis Luka Lukasz Luke Lydia Lynda Lyndsey Lynn Lynne Mabel
Madeleine Madison Maeve Magda Magdalena Maggie Mags Mahmoud Mairead Maisie Makeda Malachy Malcolm Malgorzata Mamadou Manaaki Manaia Mandeep Mandy
Manjit Manoj Manpreet Manuel Manuela Marama Marcel Marcela Marcia Marcin Mared Marek Margaret Margery Marguerite Maria Mariam Mariama Marian Maricel
Marie Marilyn Mario Marion Marisa Marjorie Marlene Marta Martha Martin Martina Marvin Mary Mary-Ann Maryam Mateusz Mathew Mathilde Matilda Matt Matteo
Matthew Maud Maude Maura Maureen Maurice Mavis Maxine Maxwell Maya Małgorzata Meera Megan Mehmet Mehwish Mei Melanie Melissa Melvin Mercedes Mere
Meredith Merle Mhairi Mia Michael Michaela Michal Michelle Micheál Mick Miguel Mihaela Mihai Mikaere Mike Mikey Mikkel Mildred Millicent Milly Milo
Mina Minh Minnie Miriam Mitchell Mohamed Mohammad Mohammed Mohamud Mohan Moira Mollie Molly Mona Monica Morag Morgan Morven Moses Muhammad Muhammed
Muireann Muriel Murray Mustafa Myfanwy Myra Myrna Myrtle Máire Nabil Nadeem Nadia Nadine Naeem Nafisa Naledi Nancy Naomi Naresh Narinder Nasir Nasreen
Nasrin Natalia Natalie Natalya Natasha Nathan Nathaniel Naveed Neema Neha Neil Nell Nellie Nelly Nerys Nessa Nettie Ngaio Ngaire Ngozi Nguyet Niall
Niamh Nicholas Nick Nicola Nicole Nige Nigel Nikhil Nikita Nikolai Nina Nisha Nita Nithya Njeri Njoki Nkechi Nnamdi Nneka Noah Noel Noelle Nomsa Noor
Nora Noreen Norma Norman Nour Nuala Nuno Nusrat Nóra Obiageli Obinna Obioma Odhrán Oisin Oisín Oksana Olabisi Olamide Oleksandr Olena Olga Oliver
Olivia Ollie Olufemi Olumide Oluwaseun Oluwatobi Omar Omolara Oonagh Orla Orlaith Oscar Osman Otieno Otis Ottilie Ousmane Owen Oyin Pablo Paddy
Padraig Pamela Pania Paolo Parisa Parminder Parveen Patricia Patrick Patsy Paul Paula Paulette Pauline Pavel Pawel Paweł Pedro Peggy Penelope Percival
Percy Peter Petra Phil Philip Philippa Phillip Phoebe Phuong Phyllis Pierre Pilar Piotr Pippa Polly Pooja Poppy Pradeep Prakash Pranav Prasad Praveen
Preeti Priscilla Priti Priya Priyanka Pádraig Queenie Rabia Rachael Rachel Radha Radu Rafael Rafe Raghav Rahim Rahul Raj Rajesh Rajiv Rakesh Ralph
Ramesh Rami Rana Randall Rangi Rani Raquel Rashid Rashida Ravi Rawiri Raymond Rebecca Reena Reg Reginald Rehana Rekha Renata Reza Rhian Rhiannon Rhoda
Rhodri Rhona Rhys Ricardo Richard Rick Ricky Riley Rina Rita Ritu Rizwan Robbie Robert Roberta Roberto Robyn Rochelle Rodel Rodney Rodrigo Roger Rohan
Rohit Roisin Roland Romana Ron Ronald Ronan Ronnie Rory Rosalba Rosaleen Rosalind Rosanna Rosemary Rosie Ross Rowan Rowena Rowland Roxanne Roy Ruairi
Rubina Ruby Rudo Rukhsana Rumbidzai Rupert Russell Ruth Ryan Róisín Rāwiri Saba Sabina Sabrina Sade Sadhbh Sadia Sadie Safiya Saima Sajid Salim Sally
Salma Salman Sam Samantha Sameer Samina Samir Samira Samreen Samuel Sandeep Sandra Sangeeta Sanjay Sanjeev Saoirse Sara Sarah Sasha Saskia Satish Saul
Savita Scott Seamus Sean Sebastian Seema Sefo Segun Selina Serena Sergei Sergey Sergio Seth Seun Seán Shabana Shabnam Shahid Shahzad Shamima Shane
Shania Shanice Shannon Sharon Shaun Shaz Shazia Sheena Sheila Shelley Shirin Shirley Shirley-Ann Shona Shreya Shruti Shyam Siale Sian Sibusiso Sid
Sidney Sienna Simon Simone Simran Sinead Sinéad Siobhan Siobhán Sione Sipho Siân Sofia Solomon Somchai Somto Sonia Sonya Sophia Sophie Sorcha Soren
Stacey Stan Stanislaw Stanisław Stanley Stavros Stefan Stefania Stella Stephanie Stephen Steve Steven Stewart Struan Stuart Subhash Sumaya Sunil
Sunita Suresh Susan Susanna Susannah Sushma Suzanne Sven Svetlana Sybil Syed Sylvester Sylvia Séamus Tadeusz Tadhg Tafadzwa Tahir Taiwo Talia Tama
Tamara Tamati Tamsin Tane Tania Tanisha Tanya Tariq Tasha Tatiana Tawanda Tayo Ted Teddy Tehmina Temitope Tendai Terence Teresa Terri Terry Tessa
Tetiana Tevita Thabo Thandar Thandiwe Thanh Thea Thelma Themba Theo Theodora Theodore Theresa Thierry Thomas Tiffany Tim Timothy Tina Tipene Tobi
Tobias Toby Tom Tomasz Tommy Tomás Toni Tony Tosin Tracey Tracy Trevor Trish Trisha Tristan Tsegaye Tunde Tyrone Tāmati Tāne Uche Uchenna Ulrike Umar
Una Ursula Usha Usman Valentina Valerie Vanessa Venkat Vera Verity Vernon Veronica Vicky Victor Vihaan Vijay Vikki Vikram Vinay Vince Vincent Vinod
Virginia Vivek Vivian Vivien Vivienne Vladimir Wale Walter Wanda Wanjiru Waseem Wayne Wei Wendy Wesley Whetu Wilf Wilfred Wilhelmina William Wilma
Winifred Winnie Winston Wiremu Wojciech Xavier Xiao Xiaoming Ximena Yara Yasmin Yasmine Yaw Yemi Yetunde Yevgenia Yewande Yiannis Yolanda Yousef
Youssef Yuki Yusuf Yvette Yvonne Zac Zach Zachary Zahra Zainab Zanele Zara Zayn Zbigniew Zdzisław Zeeshan Zeinab Zoe Zofia Zoë Zsofia Zubair Zuzanna
Áine Éabha Émile Łukasz
`)

/** Given names that are also words: taken only beside another word with a capital. */
export const doubtful = set(`
April Art Ash Autumn Basil Bill Blessing Brook Christian Christmas Crystal Daisy Dale Dan Dawn Dean Dev Drew Earl Eden Eve Faith Fay Flora Frank Gene
Glen Grace Grant Guy Harmony Heath Heather Henna Holly Hone Hope Huia Iris Ivy Jack Jade Jan Jo Joy June Kay Kit Lance Lily Mac Mark Max May Mercy
Miles Misty Moana Nat Neo Nick Nikau Norm Olive Opal Paige Pat Patience Pearl Peg Penny Pita Precious Ray Reed Rob Robin Rod Rose Rusty Sandy Sid Skip
Sky Sol Sue Summer Tui Violet Will Willow Wren
`)

/** Given names that are also places: taken only beside a surname. */
export const places = set(`
Adelaide Alexandra Augusta Austin Beverley Charlotte Chelsea Chester Dallas Darwin Devon Florence Georgia Houston Jordan Katherine Kent Lancaster
Lincoln Logan Madison Melbourne Paris Perth Regina Sydney Victoria Virginia
`)

/** Surnames common enough that a word before them with a capital is a given name. */
export const surnames = set(`
Abbott Abdi Abdullahi Abebe Acheampong Adams Adebayo Adeleke Adeyemi Agarwal Ahern Ahmed Akhtar Akinola Allen Anderson Andrews Appiah Armstrong Asante
Atkinson Bailey Banerjee Barker Barnes Barrett Begum Bhatt Boateng Bose Bradley Brennan Burke Burns Byrne Callaghan Campbell Carroll Chakraborty Chan
Chapman Chaudhry Chen Cheung Chiu Choudhury Chowdhury Clancy Clarke Cohen Coleman Connolly Costello Cullen Cunningham Daly Davidson Davies Delaney
Desai Devlin Dhillon Diallo Dixon Dlamini Doherty Dolan Donnelly Donovan Doyle Duffy Dunne Edwards Egan Ellis Evans Eze Fagan Farrell Ferguson
Fernandes Fernandez Fitzgerald Fitzpatrick Flanagan Fletcher Flynn Foley Fraser Gallagher Garcia Gomez Gonzalez Gupta Hampton Harding Hargreaves
Harrison Harvey Hassan Hayes Hegarty Heke Henare Henderson Hennessy Higgins Hobson Hogan Hohepa Holloway Holmes Hopkins Huang Hudson Hughes Hussain
Hussein Ibrahim Igwe Iyer Jackson Jansen Jenkins Johnson Johnston Jones Joshi Kamara Kapoor Karimi Kaur Kavanagh Keane Kearney Kelly Kennedy Khan
Kovacs Kowalska Kowalski Krishnan Kumar Kuznetsov Leung Lopez Lynch MacDonald Macdonald Mackay Mackenzie Maguire Mahmood Mahon Mahuta Malik Martinez
Mbeki Menon Mensah Mistry Mitchell Molloy Moloney Moran Morris Morrison Moyo Mukherjee Mulligan Mwangi Naidoo Nair Ndlovu Ngata Nguyen Nkosi Nolan
Novak Nowak Odhiambo Ojo Okafor Okeke Okonkwo Okoro Olawale Onyango Osei Owusu Paki Parata Parekh Patel Patil Patterson Pereira Perera Petrov Phillips
Phiri Pillai Popescu Prasad Quinn Rahman Raman Ramos Rao Reddy Reilly Reyes Richards Richardson Roberts Robertson Robinson Rodriguez Rogers Ryan Saleh
Santos Sato Saunders Sesay Sethi Shah Shaikh Sharma Sheehan Sheikh Sheridan Siddiqui Simpson Singh Smith Stephens Sullivan Suzuki Sweeney Takahashi
Tamihere Tanaka Tautahi Taylor Thapa Thompson Thomson Tran Uddin Varghese Verma Waititi Walsh Wang Watson Whelan Whitaker Whitehead Whittaker
Wilkinson Williams Williamson Wong Wright Yang Yeo Yilmaz Zhang Zhao Zhou Zulu
`)

/** Words with a capital that are no name, after a title, a role or a relation. */
export const ordinary = set(`
A Abdomen Aberdeen Act Action Actions Acute Adelaide Administrator Advanced Advice African Afro-Caribbean After Agency All Also Although Ambulance
Ambulatory American An Anaesthesia Anaesthetics Anaesthetist Anaesthetists And Angiogram Angiography Anglican Another Any Anyone Apgar Apple Appraisal
April Arabic Area Arthrogram As Asian Assessment Assessments Assessor Assessors Assistant Associate Association At Auckland Audit Audits August
Australia Australian Autumn Avenue BMJ Ballarat Band Bank Barthel Bay Bean Because Bed Before Belfast Bendigo Bengali Biochemistry Birmingham Bleep
Blood Board Both Bowel Boy Braden Bradford Brain Brazilian Breast Brisbane Bristol British Buddhist Bundle But By Ca Cairns Call Cambridge Canberra
Cancer Cantonese Capacity Cardiac Cardiff Cardiologist Cardiology Care Caribbean Case Cases Catholic Center Central Centre Cerner Chancellor Chaplain
Chaplaincy Charge Chart Charts Chest Chinese Cholangiography Christchurch Christian Christmas Class Classes Clinic Clinical Clinics Close Club
Co-ordinator Cochrane Code Colleagues College Comment Comments Committee Community Consent Consultant Consultant-led Consultants Contrast Control
Coordinator Copy Cork Coroner Council Course Courses Court Coventry Covid Criteria Critical Crohn Curie Darwin Darzi Datix Day December Degree
Delirium Delta Dementia Department Derby Derm Dermatology Derry Diabetes Director Directors Discharge Discussion Disease Diwali Doctor Doctors Down
Drive Dublin Duchenne Dundee Dunedin During Each East Easter Eastern Edinburgh Education Educational Eid Eight Elastography Elderly Emergency Emeritus
Endo Endocrinology England English Enterography Epic Estates European Evening Every Everybody Everyone Exam Examination Examiner Examiners Excel
Exeter Facebook Factor Failure Families Family February Feedback Female Filipino First Five For Form Forms Foster Foundation Four Frailty Framework
Freeman French Friday Friendly From Galway Gastro Gastroenterology Geelong General Geriatric Geriatrics German Girl Glasgow Good Google Grade Grand
Greek Group Guidance Guided Guideline Guidelines Gujarati Gynae Gynaecology Gypsy Haem Haematology Hamilton Handover Hb He Head Health Healthcare
Heart Hepatology Her Here Hindi Hindu Hip His Hobart Home Homes Hospice Hospital Hospitals House How However Hull Hungarian I If Imaging Improvement
In Incident Index Indian Infection Information Instagram Institute Intensive International Internet Interpreter Inverness Iranian Ireland Irish It
Italian January Jehovah Jehovah’s Jewish Journal July June Junior Justice Key Kidney Kingdom Knee Kurdish Lancet Last Latin Lead Leadership Leads
Leaflet Learning Led Leeds Leicester Level Levels Liaison Limerick List Lists Liver Liverpool London Lower Lung Macmillan Majors Male Manager Managers
Manchester Mandarin Many Maori March Marie Mater Matron Maxfax May Medical Medicine Medline Meeting Meetings Melbourne Men Methodist Mg Micro
Microbiology Midwife Midwives Minors Mobility Monday Morbidity Morning Mortality Most Muslim My Māori NHS Na Napier National Neck Neither Nelson Neuro
Neurology Neurosurgery Neurosurgical New Newcastle Next Nigerian Night Nine No Nobody None North Northern Norwich Not Nottingham November Nurse
Nurse-led Nurses Nursing Obs Obstetric Obstetrics Occupational October Of Omicron On On-call Onc Oncall Oncologist Oncology Optiflow Or Ortho
Orthopaedic Orthopaedics Other Our Out Outpatient Outpatients Outreach Overall Oxford Pacific Paediatric Paediatrics Paeds Pain Palliative Panel
Parents Pathology Pathway Patient Patients Pelvis Pepper Perth Pharmacist Pharmacy Physician Physicians Physiotherapist Physiotherapy Plan Plans
Plastics Please Plymouth Police Policy Polish Polish-speaking Porter Portering Porters Portfolio Portuguese Post Post-take PowerPoint Powerchart
Practice Practitioner Practitioners Primary Program Programme Project Projects Prostate Protection Protocol Psych Psychiatric Psychiatry PubMed
Punjabi Quality Radiographer Radiologist Radiology Ramadan Rate Record Records Recovery Reflection Reflections Registrar Registrar-led Registrars
Relatives Renal Report Reporting Reports Research Respiratory Resus Review Reviews Rh Rhesus Rheum Rheumatology Rockwood Roma Romanian Room Rota
Rotorua Round Rounds Royal Russian Safety Same Saturday Scale Scan Scanner Scans School Score Scores Scotland Scottish Second Secretary Security
Senior September Service Services Seuss Seven She Sheffield Shift Shoulder Side Sign Signed Sikh Simulation Since Sister Sisters Six Skill Skills So
Social Society Somali Some Somebody Someone South Southampton Southern Spanish Specialist Specialists Specialty Specsavers Spectroscopy Spine Spring
Staff Stage Standard Standards States Stoma Street Stroke Student Students Studies Study Such Summer Sunday Supervisor Supervisors Support Surgeon
Surgeons Surgery Surgical Swansea Switch Switchboard Sydney Syndrome Syrian Take Tauranga Teaching Team Teams Ten Test Tests Than Thank Thanks That
The Theatre Theatres Their Then Therapist Therapy There These They Third This Thoracics Those Three Thursday Tissue To Townsville Trainee Trainees
Trainer Training Trauma Traveller Triage Trial Trust Tuesday Turkish Twin Twitter Two Type Ukrainian Unit United University Unknown Until Upper Urdu
Urography Urology Vascular Venography Very Viability Virology Visitor Von Wales Ward Wards Waterford Waterlow Way We Wednesday Well Wellington Welsh
West Western What WhatsApp When Where While Who Why Windows Winter With Without Witness Wollongong Work Worker Workshop Yes York You YouTube Zealand
Zone Zoom
`)

/** What follows an eponym. */
export const eponymous = set(`
agar airway amyloidosis anaemia angina anomaly aphasia app apple approach area arteritis artery arthropathy ataxia attack attacks bag bandage bandages
blade block bodies body boot brace breathing canal capsule carcinoma catheter cell cells chorea circuit circuits clamp classification collar
contracture crisis criteria criterion curve cycle deformity dementia disease distribution drain dressing drip duct edema effect encephalopathy
epilepsy equation esophagus facies fascia fever fit fits forceps formula fracture fractures framework gangrene gland glands grading granulomatosis
hernia hernias hierarchy histiocytosis hydrocele hypothesis incision index inquiry inventory jaw knot lactate laryngoscope law lens leukaemia ligament
line lines loop lymphoma macroglobulinaemia malformation maneuver manoeuvre mask membrane method model murmur muscle naevus nail needle nephropathy
nerve node nodes nodule nodules nomogram oedema oesophagus operation osteodystrophy palsy paradox paralysis patch phenomenon pin plan plate point
position pouch principle principles probe procedure procedures prosthesis protocol pyramid questionnaire rash ratio reaction reflective reflex
reflexes report respiration retractor review ring rule rules sarcoidosis sarcoma scale score scores screws seizure seizures septum sequence sign signs
sinus solution space splint spots stages staging stain stent stitch stretcher study suture sutures syndrome taxonomy technique test tests tetrad
theorem theory thyroiditis tongue training treadmill triad trial tube tubercle tubes tumor tumour ulcer ulcers valve vasculitis vein virus wave window
wire
`)

/** People of public life, books and teaching, and things called after a given name. */
export const publicNames =
  /^(?:Ann Arbor|Marie Curie|Florence Nightingale|Mary Seacole|Sue Ryder|Kate Granger|Oliver McGowan|Graham Gibbs|David Kolb|Donald Schön|Donald Schon|James Lind|Bradford Hill|Charles Bonnet|Marcus Gunn|Graham Steell|Austin Flint|Alice in|Peter Pan|John Cunningham|Adam Kay|Henry Marsh|Atul Gawande|Michael Balint|Elisabeth Kübler|Elizabeth Kübler|Virginia Apgar|Joseph Lister|Alexander Fleming|Edward Jenner|John Snow|William Osler|Don Berwick|Carl Rogers|Daniel Kahneman|James Reason|Brené Brown|Winston Churchill|Harold Shipman|Lucy Letby|Robert Francis|Donna Ockenden|Bill Kirkup|Bawa|James Cook|Francis (?:Crick|Inquiry|Report|inquiry|report)|Frank[–-]Starling|Aunt Minnie|Martha Mills|Harvey Cushing|Kumar (?:and|&) Clark|Roger Neighbour|George Engel|Ludwig|Benjamin Bloom|Abraham Maslow|John Hunter|John Radcliffe|Edward Hain|Queen|King|Clement Clarke|Jack Russell|Ben Nevis|Ross River|Murray Valley|Robert Jones|Thomas splint|Douglas|Harry Potter|Barbara Castle|Nye Bevan|Aneurin Bevan|Nelson Mandela|Ray Moynihan|Ken Robinson|Simon Sinek|Charles Gairdner|Cicely Saunders|Alice Springs|Margaret River|Murray Bridge|Fiona Stanley|Peter Mac|Chris O[’']Brien|Olivia Newton|Lyell McEwin|Joan Kirner|Mary Potter|Ivor Lewis|Michael Sobell|James Parkinson|Thomas Addison|Richard Bright|Robert Graves|William Harvey|Hughlings Jackson|John Hughlings|Alois Alzheimer|James Paget|Percivall Pott|George Huntington|Joseph Babinski|William Heberden|Abraham Colles|Henry Heimlich|Norman Barrett|Denis Burkitt|Thomas Hodgkin|Elizabeth Garrett|Jackson Rees|Pierre Robin|Claude Bernard|Jean Piaget|Albert Bandura|Carl Jung|Jack Mezirow|Malcolm Knowles|Edgar Schein|Peter Senge|John Kotter|Daniel Goleman|Stephen Covey|Patricia Benner|Christopher Johns|John Driscoll|Gary Rolfe|Terry Borton|Edith Cavell|Robert Hutchison|Archie Cochrane|Austin Moore|Adam[’']s apple|Lady Windermere|Robert Peel|John Wayne|Joseph Bell|Hans Selye|Albert Einstein|Louis Pasteur|Robert Koch|Rudolf Virchow|Sigmund Freud|Emily Friedman|Lucian Leape|Sidney Dekker|Charles Vincent|Amy Edmondson|Michael West|Martin Bromiley|Elaine Bromiley|Chris Pointon|Mary Dixon|Adrian Plunkett|Phil Hammond|Rachel Clarke|Paul Kalanithi|Oliver Sacks|Ben Goldacre|Iain Chalmers|Michael Marmot|Julian Tudor|Inverse Care|Darzi|Fred Hollows)(?![\p{L}])/u

/** Surnames that stand in texts for a sign, a method or a book, where nothing else speaks for a person. */
export const eponyms = set(`
Addenbrooke Addison Alzheimer Apgar Babinski Balint Barrett Bayes Bell Benner Bloom Bowen Braden Bright Broca Brugada Burkitt Charcot Charnley Cheyne Chvostek
Colles Crohn Cushing Darzi Doppler Down Dupuytren Epley Ewing Fallot Foley Fournier Freud Friedreich Garrett Gibbs Gilbert Glasgow Gleason Goodpasture Graves
Guillain Hartmann Hashimoto Heimlich Hodgkin Horner Huntington Hutchinson Jung Kaposi Kawasaki Kegel Kernig Klebsiella Kocher Kolb Korsakoff Kotter Kussmaul
Lewy Lister Lund Macmillan Magill Mallampati Marfan Marsden Maslow McBurney McGill Meckel Mezirow Milroy Monro Murphy Osler Paget Pancoast Parkinson Perthes
Peutz Phalen Piaget Pott Purkinje Ranson Raynaud Reed Rinne Robinson Rockall Rolfe Romberg Ryle Salter Schein Schwartz Schön Schon Seldinger Sengstaken Senge
Sjögren Starling Stevens Swan Tinel Todd Trendelenburg Trousseau Virchow Volkmann Waterlow Weber Wegener Wells Wernicke Whipple Wilms Wilson Young
`)
